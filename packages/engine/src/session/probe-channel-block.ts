import type { Tensor } from 'onnxruntime-node';
import type { OnnxGraph } from '../graph/onnx-graph.js';
import { encodeOnnxModel } from '../onnx/encode.js';
import { nativeRuntime } from './onnx-runtime.js';

/** More channels than any processor takes at a time, and a multiple of all that are known. */
const CHANNELS = 64;

/** Two pixels of many channels, reordered into blocks and read as they then lie in memory. */
const GRAPH: OnnxGraph = {
  name: 'channel block',
  nodes: [
    { op: 'ReorderInput', domain: 'com.microsoft.nchwc', inputs: ['x'], outputs: ['blocks'], attributes: {} },
    { op: 'Identity', domain: '', inputs: ['blocks'], outputs: ['y'], attributes: {} },
  ],
  initializers: [],
  inputs: [{ name: 'x', shape: [1, CHANNELS, 1, 2], dtype: 'float32' }],
  outputs: [{ name: 'y', shape: [1, CHANNELS, 1, 2], dtype: 'float32' }],
};

async function measure(): Promise<number | undefined> {
  const ort = await nativeRuntime();
  const options = { executionProviders: ['cpu'], intraOpNumThreads: 1, logSeverityLevel: 3 } as const;
  const session = await ort.InferenceSession.create(encodeOnnxModel(GRAPH), options).catch(() => undefined);
  // An ONNX Runtime that was built without these operators.
  if (session === undefined) return undefined;
  // 0 in the first pixel, 1 in the second: as many zeros come first as a block has channels.
  const x = new ort.Tensor(
    'float32',
    Float32Array.from({ length: 2 * CHANNELS }, (_, i) => i % 2),
    [1, CHANNELS, 1, 2],
  );
  const { y } = await session.run({ x });
  await session.release();
  const block = ((y as Tensor).data as Float32Array).indexOf(1);
  return block > 1 ? block : undefined;
}

let measured: Promise<number | undefined> | undefined;

/** Channels that the CPU provider's blocked convolutions take at a time on this processor; undefined where it has none. */
export function probeChannelBlock(): Promise<number | undefined> {
  measured ??= measure();
  return measured;
}
