import type { DataType, HostData, TensorSpec } from '@aigc/plugin-api';
import type { DeviceConnection } from './device-connection.js';
import type { RunOutput } from './device-messages.js';
import type { DeviceTensor } from './program.js';

/** Frees what nobody can reach any more; whoever disposes does it sooner. */
const unreachable = new FinalizationRegistry<() => void>((free) => free());

/** A tensor in the process of a GPU, or a small one that came with the answer. */
export class RemoteTensor implements DeviceTensor {
  readonly shape: readonly number[];
  readonly dtype: DataType;
  readonly device = 'webgpu';
  readonly connection: DeviceConnection;
  /** Its number in the process; -1 of one in host memory. */
  readonly held: number;
  readonly hostData: HostData[DataType] | undefined;

  constructor({ shape, dtype }: TensorSpec, output: RunOutput, connection: DeviceConnection) {
    this.shape = shape;
    this.dtype = dtype;
    this.connection = connection;
    this.held = 'held' in output ? output.held : -1;
    this.hostData = 'data' in output ? output.data : undefined;
    const { held } = this;
    if (held >= 0) unreachable.register(this, () => connection.free(held), this);
  }

  async data(): Promise<HostData[DataType]> {
    return this.hostData ?? this.connection.read(this.held);
  }

  dispose(): void {
    unreachable.unregister(this);
    if (this.held >= 0) this.connection.free(this.held);
  }
}
