import type { DataType, HostData, HostTensor, TensorSpec } from '@aigc/plugin-api';
import type { SessionOptions } from './onnx-session.js';

/** A tensor that stays in the device's process, by its number. */
export interface HeldTensor {
  readonly held: number;
}

/** What the process of a device is asked. Every task but `free` is answered. */
export type DeviceTask =
  | { readonly kind: 'open'; readonly id: number; readonly model: Uint8Array; readonly options: SessionOptions }
  | {
      readonly kind: 'run';
      readonly id: number;
      /** The `id` of the task that opened it. */
      readonly session: number;
      readonly feeds: ReadonlyMap<string, HostTensor | HeldTensor>;
      readonly fetches: ReadonlyMap<string, TensorSpec>;
    }
  | { readonly kind: 'read'; readonly id: number; readonly held: number }
  | { readonly kind: 'release'; readonly id: number; readonly session: number }
  | { readonly kind: 'free'; readonly held: number };

/** A result of a run: on the device, or small and in host memory. */
export type RunOutput = HeldTensor | { readonly data: HostData[DataType] };

/** What a task gave. */
export type DeviceResult = undefined | HostData[DataType] | ReadonlyMap<string, RunOutput>;

/** Why a task failed: the parts of a DeviceError. */
export interface DeviceFailure {
  readonly code: string;
  readonly message: string;
  readonly hints: readonly string[];
}

/** The answer to one task. */
export type DeviceAnswer =
  | { readonly id: number; readonly result: DeviceResult }
  | { readonly id: number; readonly failure: DeviceFailure };
