// The process that a GPU is used in: a fault of its driver ends it and not the program that asked.
import { AigcError, type TensorSpec } from '@aigc/plugin-api';
import type { DeviceAnswer, DeviceFailure, DeviceResult, DeviceTask, RunOutput } from './device-messages.js';
import { nativeRuntime } from './onnx-runtime.js';
import type { OnnxSession } from './onnx-session.js';
import type { Feed } from './program.js';
import { openRuntimeSession, type RuntimeTensor } from './runtime-session.js';

/** A session, and how many tensors that it gave are still held. */
interface HeldSession {
  readonly session: OnnxSession<RuntimeTensor>;
  tensorCount: number;
  isReleased: boolean;
}

const sessions = new Map<number, HeldSession>();
const tensors = new Map<number, { readonly tensor: RuntimeTensor; readonly owner: HeldSession }>();
let nextTensor = 0;
let queue: Promise<void> = Promise.resolve();

// A terminal's Ctrl-C reaches every process; the one that asked decides when this ends.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit());
process.on('message', (task: DeviceTask) => {
  queue = queue.then(() => perform(task));
});

async function perform(task: DeviceTask): Promise<void> {
  if (task.kind === 'free') {
    await free(task.held);
    return;
  }
  const answer = await resultOf(task).then(
    (result): DeviceAnswer => ({ id: task.id, result }),
    (cause: unknown): DeviceAnswer => ({ id: task.id, failure: failureOf(cause) }),
  );
  process.send?.(answer);
}

async function resultOf(task: Exclude<DeviceTask, { kind: 'free' }>): Promise<DeviceResult> {
  if (task.kind === 'open') {
    const session = await openRuntimeSession(await nativeRuntime(), task.model, task.options);
    sessions.set(task.id, { session, tensorCount: 0, isReleased: false });
    return undefined;
  }
  if (task.kind === 'read') return held(task.held).data();
  const owner = sessions.get(task.session) as HeldSession;
  if (task.kind === 'release') {
    sessions.delete(task.session);
    owner.isReleased = true;
    await releaseUnheld(owner);
    return undefined;
  }
  const feeds = [...task.feeds].map(([port, feed]) => [port, 'held' in feed ? held(feed.held) : feed] as const);
  return keep(owner, await owner.session.run(new Map<string, Feed>(feeds), task.fetches as Map<string, TensorSpec>));
}

function held(number: number): RuntimeTensor {
  const entry = tensors.get(number);
  if (entry === undefined) throw new Error('the tensor was disposed');
  return entry.tensor;
}

async function free(number: number): Promise<void> {
  const entry = tensors.get(number);
  if (entry === undefined) return;
  tensors.delete(number);
  entry.tensor.dispose();
  entry.owner.tensorCount--;
  await releaseUnheld(entry.owner);
}

/** A buffer is given back to the session that made it: one that is freed after its session ends the process. */
async function releaseUnheld({ session, tensorCount, isReleased }: HeldSession): Promise<void> {
  if (isReleased && tensorCount === 0) await session.release();
}

/** Small outputs are sent; the others stay here under a number. */
async function keep(owner: HeldSession, outputs: ReadonlyMap<string, RuntimeTensor>): Promise<Map<string, RunOutput>> {
  const kept = new Map<string, RunOutput>();
  for (const [port, tensor] of outputs) {
    if (tensor.isOnHost) kept.set(port, { data: await tensor.data() });
    else {
      tensors.set(nextTensor, { tensor, owner });
      owner.tensorCount++;
      kept.set(port, { held: nextTensor++ });
    }
  }
  return kept;
}

function failureOf(cause: unknown): DeviceFailure {
  const { message } = cause as Error;
  return AigcError.isInstance(cause)
    ? { code: cause.code, message, hints: cause.hints }
    : { code: 'E-DEVICE-003', message, hints: [] };
}
