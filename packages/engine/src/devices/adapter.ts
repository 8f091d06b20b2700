import { execFile } from 'node:child_process';
import { optionalPackage } from '../session/onnx-runtime.js';
import { gpuName } from './gpu-name.js';

/** What answers as a GPU. */
export interface Adapter {
  /** For people: `NVIDIA GeForce RTX 4070`. */
  readonly name: string;
  /** The processor in disguise. */
  readonly isSoftware: boolean;
}

const TIMEOUT_MS = 20_000;
const SOFTWARE = /llvmpipe|lavapipe|swiftshader|softpipe|warp|basic render/i;

/** Prints what Dawn says of the adapter that it prefers; the property getters of the answer are read one by one. */
const SCRIPT = `
  const { create } = await import(process.argv[1]);
  const gpu = create([]);
  const info = (await gpu.requestAdapter({ powerPreference: 'high-performance' }))?.info;
  const { vendor, architecture, device, description, isFallbackAdapter } = info ?? {};
  const text = JSON.stringify({ vendor, architecture, device, description, isFallbackAdapter });
  process.stdout.write(text, () => process.exit());
`;

/** Parts of WebGPU's GPUAdapterInfo; absent where there is no adapter. */
interface AdapterInfo {
  readonly vendor?: string;
  readonly architecture?: string;
  readonly device?: string;
  readonly description?: string;
  readonly isFallbackAdapter?: boolean;
}

/** Asks Dawn, through the optional package `webgpu`, in a process of its own: a faulty driver may end it. */
function askDawn(): Promise<Adapter | undefined> {
  const file = optionalPackage('webgpu');
  if (file === undefined) return Promise.resolve(undefined);
  const args = ['--input-type=module', '-e', SCRIPT, file];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { timeout: TIMEOUT_MS, killSignal: 'SIGKILL', windowsHide: true }, (error, stdout) => {
      resolve(error === null ? readAdapter(stdout) : undefined);
    });
  });
}

/** An adapter from Dawn's answer; undefined where there is none. */
export function readAdapter(text: string): Adapter | undefined {
  const { vendor, architecture, device, description, isFallbackAdapter } = JSON.parse(text) as AdapterInfo;
  // Dawn turns the name into an identifier: `llvmpipe (LLVM 15, 256 bits)` into `llvmpipe-llvm-15-256-bits-`.
  const name = device?.replace(/-+$/, '') || description || vendor;
  if (!name) return undefined;
  return { name, isSoftware: isFallbackAdapter === true || SOFTWARE.test(`${description} ${device} ${architecture}`) };
}

/**
 * The adapter that a GPU device takes, undefined where there is none.
 *
 * ONNX Runtime does not tell which one it took. Dawn does, where the optional package `webgpu` is installed; elsewhere the operating
 * system's name of its GPU is all there is, and what answers although there is no GPU is a software adapter.
 */
export async function findAdapter(): Promise<Adapter | undefined> {
  const [asked, known] = [await askDawn(), await gpuName()];
  if (asked !== undefined) return asked.isSoftware || known === undefined ? asked : { ...asked, name: longer(asked.name, known) };
  return known === undefined ? undefined : { name: known, isSoftware: false };
}

/** `NVIDIA H200` says more than `nvidia`; `GPU of this machine` says less than any name. */
function longer(asked: string, known: string): string {
  return known.startsWith('GPU of') || asked.length > known.length ? asked : known;
}
