import type { TensorSpec, Tree } from '@aigc/plugin-api';
import type { DeviceName } from './session/device-name.js';
import { probeChannelBlock } from './session/probe-channel-block.js';
import { type TensorFunction, type Trace, trace } from './trace/trace.js';

/** A traced function, and what tracing cost. */
export interface TimedTrace {
  readonly traced: Trace;
  readonly traceMs: number;
}

/** Traces a function with what the device's processor has. @throws UnsupportedKernelError naming the kernel and the function */
export async function traceForDevice(
  device: DeviceName,
  fn: TensorFunction,
  specs: readonly Tree<TensorSpec>[],
  name: string,
): Promise<TimedTrace> {
  const started = performance.now();
  const channelBlock = device === 'cpu' ? await probeChannelBlock() : undefined;
  const traced = trace(fn, specs, name, { channelBlock });
  return { traced, traceMs: performance.now() - started };
}
