import type { DataType, HostData, TensorSpec, Tree } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { TensorFunction } from '../trace/trace.js';
import '../trace/repaired-gradients.js';
import { mapTree } from '../tree.js';
import { collectFeeds, portName } from './collect-feeds.js';
import { failedRunning, notInstalled, tensorElsewhere } from './device-failure.js';
import { type DeviceName, EAGER_BACKENDS } from './device-name.js';
import type { DeviceTensor, Feed, Program } from './program.js';
import { loadTensorflow } from './tensorflow-backend.js';

/** A tensor of a tfjs backend. */
class EagerTensor implements DeviceTensor {
  readonly shape: readonly number[];
  readonly dtype: DataType;
  readonly device: DeviceName;
  readonly tensor: tf.Tensor;

  constructor(tensor: tf.Tensor, device: DeviceName) {
    this.shape = tensor.shape;
    this.dtype = tensor.dtype as DataType;
    this.device = device;
    this.tensor = tensor;
  }

  async data(): Promise<HostData[DataType]> {
    // The cpu backend hands out its own memory.
    return (await this.tensor.data()).slice() as HostData[DataType];
  }

  dispose(): void {
    this.tensor.dispose();
  }
}

/** Runs `body` on a backend that was initialised before: tfjs switches at once, and back before anything else can run. */
function onBackend<T>(backend: string, body: () => T): T {
  const previous = tf.getBackend() as string | undefined;
  void tf.setBackend(backend);
  try {
    return body();
  } finally {
    if (previous !== undefined && previous !== backend) void tf.setBackend(previous);
  }
}

async function initialise(device: DeviceName, backend: string): Promise<void> {
  if (device === 'tensorflow') await loadTensorflow();
  const previous = tf.getBackend() as string | undefined;
  if (!(await tf.setBackend(backend))) throw notInstalled(device, `tfjs backend ${backend} does not start`, []);
  // The cpu backend advertises tfjs-node on stderr at its first write.
  if (backend === 'cpu') (tf.backend() as { firstUse?: boolean }).firstUse = false;
  if (previous !== undefined && previous !== backend) await tf.setBackend(previous);
}

function toEager(port: string, feed: Feed, device: DeviceName): tf.Tensor {
  if (feed instanceof EagerTensor && feed.device === device) return feed.tensor;
  if ('device' in feed) throw tensorElsewhere(port, feed.device, device);
  return tf.tensor(feed.data, [...feed.shape], feed.dtype);
}

/** An allocation that JavaScript refuses is a device that is too small; anything else is the function's own fault. */
function asFailure(name: string, device: DeviceName, cause: unknown): unknown {
  return cause instanceof Error && cause.name === 'RangeError' ? failedRunning(name, device, cause) : cause;
}

/**
 * A function that runs kernel by kernel on a tfjs backend, with the interface of a compiled one.
 *
 * @param backend of another name, for tests
 * @throws DeviceError E-DEVICE-001 when the device is not there
 */
export async function openEagerProgram(
  fn: TensorFunction,
  specs: readonly Tree<TensorSpec>[],
  options: { readonly name: string; readonly device: DeviceName },
  backend = EAGER_BACKENDS[options.device] as string,
): Promise<Program> {
  const { name, device } = options;
  const started = performance.now();
  await initialise(device, backend);
  return {
    facts: { nodes: 0, traceMs: 0, sessionMs: performance.now() - started },
    async dispose() {},
    async run(...args) {
      const feeds = collectFeeds(name, specs, args);
      try {
        return onBackend(backend, () =>
          callKept(fn, specs, (port) => toEager(`${name}: ${port}`, feeds.get(port) as Feed, device), device),
        );
      } catch (cause) {
        throw asFailure(name, device, cause);
      }
    },
  };
}

/** Calls `fn` and frees everything but its results; each is a tensor of its own, also one that was an argument. */
function callKept(
  fn: TensorFunction,
  specs: readonly Tree<TensorSpec>[],
  feed: (port: string) => tf.Tensor,
  device: DeviceName,
): Tree<DeviceTensor> {
  let result: Tree<DeviceTensor> | undefined;
  tf.tidy(() => {
    const args = specs.map((tree, argument) => mapTree(tree, (_, path) => feed(portName(argument, path))));
    result = mapTree(fn(...(args as never[])), (tensor) => new EagerTensor(tf.keep(tf.clone(tensor)), device));
  });
  return result as Tree<DeviceTensor>;
}
