import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { ExternalToolError } from '@aigc/plugin-api';

/** One finding of the Khronos glTF validator. */
export interface GlbIssue {
  readonly code: string;
  readonly message: string;
  readonly severity: 'error' | 'warning' | 'info' | 'hint';
  /** JSON pointer into the document. */
  readonly pointer: string | undefined;
}

/** Result of validating a GLB: counts, and every finding up to 100. */
export interface GlbValidation {
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly hints: number;
  readonly issues: readonly GlbIssue[];
}

interface ValidatorReport {
  readonly issues: {
    readonly numErrors: number;
    readonly numWarnings: number;
    readonly numInfos: number;
    readonly numHints: number;
    readonly messages: readonly { code: string; message: string; severity: number; pointer?: string }[];
  };
}

// Runs in the child: reads a GLB from standard input, writes the report to standard output.
const PROGRAM = `
const validator = require(process.argv[1]);
const parts = [];
process.stdin.on('data', (part) => parts.push(part));
process.stdin.on('end', async () => {
  const report = await validator.validateBytes(new Uint8Array(Buffer.concat(parts)), { format: 'glb', maxIssues: 100 });
  process.stdout.write(JSON.stringify(report));
});`;
const TIME_LIMIT_MS = 120_000;
const SEVERITIES = ['error', 'warning', 'info', 'hint'] as const;

/**
 * Runs the Khronos glTF validator over a GLB in a process of its own: some inputs make it throw where nobody can catch.
 *
 * @throws ExternalToolError E-TOOL-010 when it ends without a report.
 */
export async function validateGlb(glb: Uint8Array): Promise<GlbValidation> {
  const { issues } = await runValidator(glb);
  return {
    errors: issues.numErrors,
    warnings: issues.numWarnings,
    infos: issues.numInfos,
    hints: issues.numHints,
    issues: issues.messages.map(({ code, message, severity, pointer }) => ({
      code,
      message,
      severity: SEVERITIES[severity] ?? 'hint',
      pointer,
    })),
  };
}

function runValidator(glb: Uint8Array): Promise<ValidatorReport> {
  const validator = createRequire(import.meta.url).resolve('gltf-validator');
  const child = spawn(process.execPath, ['-e', PROGRAM, validator], { timeout: TIME_LIMIT_MS, windowsHide: true });
  const output: Buffer[] = [];
  const complaints: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => output.push(part));
  child.stderr.on('data', (part: Buffer) => complaints.push(part));
  return new Promise((resolve, reject) => {
    const fail = (reason: string, cause?: unknown) =>
      reject(new ExternalToolError('E-TOOL-010', `the glTF validator gave no report: ${reason}`, { cause }));
    child.once('error', (cause) => fail(cause.message, cause));
    child.once('close', (code, signal) => {
      const reason = Buffer.concat(complaints).toString().trim().split('\n').at(-1) || `it ended with ${signal ?? code}`;
      if (code !== 0) return fail(reason);
      try {
        resolve(JSON.parse(Buffer.concat(output).toString()) as ValidatorReport);
      } catch (cause) {
        fail(reason, cause);
      }
    });
    // A child that dies early closes the pipe; its end is reported by 'close'.
    child.stdin.on('error', () => undefined);
    child.stdin.end(glb);
  });
}
