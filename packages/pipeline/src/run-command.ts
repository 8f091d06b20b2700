import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/** How a command ended. */
export interface CommandEnd {
  readonly exitCode: number;
  /** `result` of its JSON output; undefined where it printed none. */
  readonly value: unknown;
  /** One sentence about a failure. */
  readonly message: string | undefined;
}

/** A command of this tool to run in a process of its own. */
export interface CommandOptions {
  /** Program and words before the command, such as node and the entry of the tool. */
  readonly program: readonly string[];
  readonly argv: readonly string[];
  readonly cwd: string;
  /** Takes everything that the command prints. */
  readonly logFile: string;
  /** Takes the events of the command, if it tells any. */
  readonly eventsFile: string;
  /** Asks the command to save and stop. */
  readonly signal?: AbortSignal | undefined;
}

/** What is kept of the output to look for results in: the end of it. */
const KEPT_CHARACTERS = 1_000_000;

/** Runs a command with `--json`; its output goes to the log. */
export async function runCommand({ program, argv, cwd, logFile, eventsFile, signal }: CommandOptions): Promise<CommandEnd> {
  const [executable = '', ...words] = program;
  const log = createWriteStream(logFile, { flags: 'a' });
  const env = { ...process.env, AIGC_NO_INPUT: '1', AIGC_EVENTS_FILE: eventsFile };
  const child = spawn(executable, [...words, ...argv, '--json'], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output = (output + text).slice(-KEPT_CHARACTERS);
    log.write(text);
  });
  child.stderr.on('data', (chunk: Buffer) => log.write(chunk));
  const stop = (): void => {
    child.kill('SIGTERM');
  };
  if (signal?.aborted === true) stop();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const exitCode = await new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, name) => resolve(code ?? (name === 'SIGKILL' ? 137 : 1)));
    });
    const document = lastDocument(output);
    return { exitCode, value: document?.result ?? document, message: document?.error?.message };
  } finally {
    signal?.removeEventListener('abort', stop);
    log.end();
    await finished(log);
  }
}

interface Envelope {
  readonly result?: unknown;
  readonly error?: { readonly message?: string };
}

/** The JSON document that a command printed, or the last one of a stream of lines. */
function lastDocument(output: string): Envelope | undefined {
  for (const text of [output, output.trimEnd().split('\n').at(-1) ?? '']) {
    try {
      return JSON.parse(text) as Envelope;
    } catch {
      // not one document: look at the last line
    }
  }
  return undefined;
}
