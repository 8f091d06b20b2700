// Codes: E-DEVICE-130 no adapter, -131 the adapter failed while it was used.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { DeviceError } from '@aigc/plugin-api';
import type { View } from '../renderer.js';
import type { Scene } from '../scene.js';
import type { GpuAnswer, GpuTask } from './gpu-messages.js';
import type { GpuAdapter } from './open-device.js';
import { withOwnMemory } from './own-memory.js';

interface Waiting {
  readonly resolve: (pixels: Uint8Array | undefined) => void;
  readonly reject: (cause: Error) => void;
  readonly timer: NodeJS.Timeout;
}

// Tests run from the sources; a process needs the compiled file, which is built before them.
const PROCESS = new URL('./gpu-process.js', import.meta.url.replace(/\/src\/render\/webgpu\/[^/]*$/, '/dist/render/webgpu/'));
const START_MS = 30_000;
// Far longer than the largest picture takes on a software adapter: only a driver that hangs needs more.
const ANSWER_MS = 300_000;
const DRIVER_HINTS: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: 'install the Vulkan driver of the GPU: mesa-vulkan-drivers for AMD and Intel, the NVIDIA driver for NVIDIA',
  win32: 'update the graphics driver',
};

/** A process with an open adapter that draws one scene. */
export class GpuConnection {
  readonly adapter: GpuAdapter;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 0;
  #failure: DeviceError | undefined;

  private constructor(child: ChildProcess, adapter: GpuAdapter) {
    this.#child = child;
    this.adapter = adapter;
    child.on('message', (answer: GpuAnswer) => this.#receive(answer));
    child.once('exit', (code, signal) => this.#fail(`its driver ended the process that draws (${signal ?? `exit ${code}`})`));
    child.on('error', (cause) => this.#fail(cause.message));
  }

  /**
   * Starts the process; where there is nothing to draw on, that takes some tenths of a second.
   *
   * @param program the process's file; a test gives one that fails
   * @throws DeviceError E-DEVICE-130 without an adapter: nothing installed, no driver, or one that crashes.
   */
  static async start(program = fileURLToPath(PROCESS)): Promise<GpuConnection> {
    const child = fork(program, [], {
      serialization: 'advanced',
      execArgv: [],
      // Dawn reports every driver that it does not find.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    try {
      return new GpuConnection(child, await firstAnswer(child));
    } catch (cause) {
      child.kill('SIGKILL');
      throw noAdapter((cause as Error).message);
    }
  }

  /** @throws DeviceError E-DEVICE-131 when the scene cannot be prepared there. */
  async open(scene: Scene): Promise<void> {
    await this.#ask({ kind: 'open', id: this.#nextId++, scene: withOwnMemory(scene) });
  }

  /** @throws DeviceError E-DEVICE-131 when the device fails. */
  async draw(view: View): Promise<Uint8Array> {
    return (await this.#ask({ kind: 'draw', id: this.#nextId++, view })) as Uint8Array;
  }

  /** Ends the process and with it all that the driver holds. */
  async close(): Promise<void> {
    this.#fail('it was closed');
    const { exitCode, signalCode } = this.#child;
    if (exitCode !== null || signalCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL');
    await ended;
  }

  #ask(task: GpuTask): Promise<Uint8Array | undefined> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#fail(`its driver gave no answer within ${ANSWER_MS / 1000} s`), ANSWER_MS);
      this.#waiting.set(task.id, { resolve, reject, timer });
      try {
        this.#child.send(task, (cause) => {
          if (cause !== null) this.#fail(cause.message);
        });
      } catch (cause) {
        this.#fail(`the scene cannot be sent to it: ${(cause as Error).message}`);
      }
    });
  }

  #receive(answer: GpuAnswer): void {
    if (answer.kind === 'done') {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      clearTimeout(waiting?.timer);
      waiting?.resolve(answer.pixels);
    } else if (answer.kind === 'failed') this.#fail(answer.reason);
  }

  #fail(reason: string): void {
    this.#failure ??= new DeviceError('E-DEVICE-131', `${this.adapter.name} cannot draw: ${reason}`, {
      hints: ['--renderer cpu draws the same picture without it'],
    });
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(this.#failure);
    }
    this.#waiting.clear();
  }
}

function firstAnswer(child: ChildProcess): Promise<GpuAdapter> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the driver gave no answer within ${START_MS / 1000} s`)), START_MS);
    child.once('message', (answer: GpuAnswer) => {
      if (answer.kind === 'adapter') resolve(answer.adapter);
      else reject(new Error(answer.kind === 'failed' ? answer.reason : 'it gave an answer without a question'));
    });
    child.once('exit', (code, signal) => reject(new Error(`the driver crashed (${signal ?? `exit ${code}`})`)));
    child.once('error', reject);
    child.once('message', () => clearTimeout(timer));
    child.once('exit', () => clearTimeout(timer));
  });
}

function noAdapter(reason: string): DeviceError {
  const packages = reason.includes('optional package')
    ? 'npm install three@0.187.0 webgpu@0.6.2'
    : DRIVER_HINTS[process.platform];
  return new DeviceError('E-DEVICE-130', `nothing can be drawn with webgpu: ${reason}`, {
    hints: [...(packages === undefined ? [] : [packages]), '--renderer cpu draws the same picture without it'],
  });
}
