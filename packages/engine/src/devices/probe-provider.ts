import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { GraphBuilder } from '../graph/graph-builder.js';
import { encodeOnnxModel } from '../onnx/encode.js';

/** What a try of one of ONNX Runtime's execution providers showed: its speed, or why there is none. */
export type ProviderProbe = { readonly gigaflops: number } | { readonly failure: string };

/** Side of the square matrices that are multiplied, and how many products follow one another without leaving the device. */
const SIDE = 512;
const PRODUCTS = 8;
const TIMEOUT_MS = 60_000;

/** Reads a model from stdin, runs it on one provider and prints the best time in ms, or why it does not run. */
const SCRIPT = `
  const [runtime, provider] = process.argv.slice(1);
  const chunks = [];
  process.stdin.on('data', (chunk) => chunks.push(chunk)).on('end', async () => {
    const answer = (found) => process.stdout.write(JSON.stringify(found) + '\\n', () => process.exit());
    try {
      const ort = require(runtime);
      ort.env.logLevel = 'fatal';
      const options = { executionProviders: [provider], logSeverityLevel: 4 };
      const session = await ort.InferenceSession.create(Buffer.concat(chunks), options);
      const x = new ort.Tensor('float32', [1 / ${SIDE}], [1]);
      let best = Infinity;
      for (let run = 0; run < 4; run++) {
        const started = performance.now();
        const { y } = await session.run({ x });
        if (!(Math.abs(y.data[0] - 1 / ${SIDE}) < 1e-5)) return answer({ failure: 'it computes wrong numbers' });
        best = Math.min(best, performance.now() - started);
      }
      answer({ milliseconds: best });
    } catch (error) {
      answer({ failure: String(error.message).split('\\n')[0] });
    }
  });
`;

/** `x [1]` fills a matrix whose products with itself are itself, where `x` is one over its side; their mean is `y`. */
function speedModel(): Uint8Array {
  const graph = new GraphBuilder('speed');
  const square = { shape: [SIDE, SIDE], dtype: 'float32' } as const;
  const matrix = graph.node('Expand', [graph.input('x', [1], 'float32'), graph.integers(square.shape)], square);
  let product = matrix;
  for (let i = 0; i < PRODUCTS; i++) product = graph.node('MatMul', [product, matrix], square);
  const mean = graph.node('ReduceMean', [product], { shape: [], dtype: 'float32' }, { attributes: { keepdims: { int: 0 } } });
  return encodeOnnxModel(graph.finish(new Map([['y', mean]])));
}

/**
 * Tries an execution provider (`webgpu`, `cuda` ...) and measures it on chained 512 x 512 float32 matrix products.
 *
 * It is tried in a process of its own: a faulty driver may end the process it is used in.
 */
export function probeProvider(provider: string): Promise<ProviderProbe> {
  const runtime = createRequire(import.meta.url).resolve('onnxruntime-node');
  const child = spawn(process.execPath, ['-e', SCRIPT, runtime, provider], {
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
    windowsHide: true,
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  // A child that died early closes its end; how it died is told by its exit.
  child.stdin.on('error', () => undefined);
  child.stdin.end(speedModel());
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ failure: `it cannot be tried: ${error.message}` }));
    child.on('close', (code, signal) => resolve(readAnswer(text, code, signal)));
  });
}

function readAnswer(text: string, code: number | null, signal: string | null): ProviderProbe {
  const line = text.split('\n').find((candidate) => candidate.startsWith('{'));
  if (line === undefined) {
    return {
      failure:
        signal === 'SIGKILL' ? `no answer within ${TIMEOUT_MS / 1000} s` : `its driver crashed (${signal ?? `exit ${code}`})`,
    };
  }
  const answer = JSON.parse(line) as { milliseconds?: number; failure?: string };
  if (answer.milliseconds === undefined) return { failure: answer.failure ?? 'no reason given' };
  return { gigaflops: Math.round((2 * PRODUCTS * SIDE ** 3) / answer.milliseconds / 1e6) };
}
