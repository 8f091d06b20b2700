import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type DataType, DeviceError, type HostData, type HostTensor, type TensorSpec } from '@aigc/plugin-api';
import { deviceLost, tensorElsewhere } from './device-failure.js';
import type { DeviceAnswer, DeviceFailure, DeviceResult, DeviceTask, HeldTensor, RunOutput } from './device-messages.js';
import type { OnnxSession, SessionOptions } from './onnx-session.js';
import type { Feed } from './program.js';
import { RemoteTensor } from './remote-tensor.js';

/** A task without its number, which `ask` adds. */
type Question = Exclude<DeviceTask, { kind: 'free' }> extends infer T ? (T extends unknown ? Omit<T, 'id'> : never) : never;

interface Waiting {
  readonly resolve: (result: DeviceResult) => void;
  readonly reject: (cause: Error) => void;
}

// Tests run from the sources; a process needs the compiled file, which is built before them.
const PROCESS = fileURLToPath(
  new URL('./device-process.js', import.meta.url.replace(/\/src\/session\/[^/]*$/, '/dist/session/')),
);

let current: DeviceConnection | undefined;

/** The connection to the process of the GPU; a new one where there was none or the last one was lost. */
export function deviceConnection(): DeviceConnection {
  if (current === undefined || current.isLost) current = new DeviceConnection();
  return current;
}

/** A process that runs sessions on the GPU and holds their tensors. This process may end while it idles, and it ends with it. */
export class DeviceConnection {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 0;
  #failure: DeviceError | undefined;

  constructor() {
    // Dawn and Mesa write to stderr about limits and drivers that nobody asked for.
    const stdio = ['ignore', 'ignore', 'ignore', 'ipc'] as const;
    this.#child = fork(PROCESS, [], { serialization: 'advanced', execArgv: [], stdio: [...stdio] });
    this.#child.on('message', (answer: DeviceAnswer) => this.#receive(answer));
    this.#child.once('exit', (code, signal) => this.#lose(`its process ended (${signal ?? `exit ${code}`})`));
    this.#child.on('error', (cause) => this.#lose(cause.message));
    this.#hold(false);
  }

  /** Once true, every tensor and session of this connection is gone. */
  get isLost(): boolean {
    return this.#failure !== undefined;
  }

  /** Process id, for tests that end it. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** @throws DeviceError when the device is not there or refuses the model */
  async open(model: Uint8Array, options: SessionOptions): Promise<OnnxSession> {
    const session = this.#nextId;
    await this.#ask({ kind: 'open', model, options });
    return {
      run: async (feeds, fetches) => {
        const sent = new Map([...feeds].map(([port, feed]) => [port, this.#toMessage(`${options.name}: ${port}`, feed)]));
        const outputs = (await this.#ask({ kind: 'run', session, feeds: sent, fetches })) as ReadonlyMap<string, RunOutput>;
        return new Map([...fetches].map(([port, spec]) => [port, this.#toTensor(spec, outputs.get(port) as RunOutput)]));
      },
      release: async () => {
        if (!this.isLost) await this.#ask({ kind: 'release', session });
      },
    };
  }

  /** Copies a tensor to the host. @throws DeviceError when the device was lost */
  async read(held: number): Promise<HostData[DataType]> {
    return (await this.#ask({ kind: 'read', held })) as HostData[DataType];
  }

  free(held: number): void {
    if (!this.isLost) this.#child.send({ kind: 'free', held } satisfies DeviceTask);
  }

  #toTensor({ shape, dtype }: TensorSpec, output: RunOutput): RemoteTensor {
    return new RemoteTensor({ shape, dtype }, output, this);
  }

  #toMessage(port: string, feed: Feed): HostTensor | HeldTensor {
    if (feed instanceof RemoteTensor) {
      if (feed.hostData !== undefined) return { shape: feed.shape, dtype: feed.dtype, data: feed.hostData };
      if (feed.connection !== this) throw deviceLost('webgpu', 'the tensor was on it before it was lost');
      return { held: feed.held };
    }
    if ('device' in feed) throw tensorElsewhere(port, feed.device, 'webgpu');
    const { shape, dtype, data } = feed;
    // Shared memory cannot be sent.
    return { shape, dtype, data: data.buffer instanceof SharedArrayBuffer ? data.slice() : data } as HostTensor;
  }

  #ask(question: Question): Promise<DeviceResult> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#hold(true);
      this.#child.send({ ...question, id } as DeviceTask, (cause) => {
        if (cause !== null) this.#lose(cause.message);
      });
    });
  }

  #receive(answer: DeviceAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0) this.#hold(false);
    if ('result' in answer) waiting?.resolve(answer.result);
    else {
      const { code, message, hints }: DeviceFailure = answer.failure;
      waiting?.reject(new DeviceError(code as 'E-DEVICE-003', message, { hints, retryable: code === 'E-DEVICE-003' }));
      // A buffer that could not be made stays invalid in the driver's cache: nothing there can be trusted any more.
      if (code !== 'E-DEVICE-002' && code !== 'E-DEVICE-004') this.#lose(message);
    }
  }

  #lose(reason: string): void {
    this.#failure ??= deviceLost('webgpu', reason);
    this.#child.kill('SIGKILL');
    for (const { reject } of this.#waiting.values()) reject(this.#failure);
    this.#waiting.clear();
    this.#hold(false);
  }

  /** While an answer is awaited, the other process keeps this one alive; else it does not. */
  #hold(isAwaited: boolean): void {
    const change = isAwaited ? 'ref' : 'unref';
    this.#child[change]();
    this.#child.channel?.[change]();
  }
}
