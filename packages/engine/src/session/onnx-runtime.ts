import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { pathToFileURL } from 'node:url';
import type * as ort from 'onnxruntime-node';
import { notInstalled, reasonOf } from './device-failure.js';

/** What onnxruntime-node and onnxruntime-web have in common. */
export type OnnxRuntime = Pick<typeof ort, 'InferenceSession' | 'Tensor'>;

/** Threads that ONNX Runtime uses unless told otherwise: one per core. */
export function defaultThreads(): number {
  return availableParallelism();
}

/** The native runtime, loaded at first use. @throws DeviceError E-DEVICE-001 where its library does not start (musl, macOS x64) */
export async function nativeRuntime(): Promise<typeof ort> {
  try {
    const runtime = await import('onnxruntime-node');
    // What goes wrong is thrown; the log would only repeat it.
    runtime.env.logLevel = 'fatal';
    return runtime;
  } catch (cause) {
    const hints = ['install onnxruntime-web and use --device wasm; the native one runs on Linux with glibc, Windows and macOS'];
    throw notInstalled('cpu', `onnxruntime-node does not start: ${reasonOf(cause)}`, hints, cause);
  }
}

/** Providers that the native runtime was built with, by its own names. */
export async function builtInProviders(): Promise<readonly string[]> {
  const { listSupportedBackends } = await nativeRuntime();
  return listSupportedBackends().map(({ name }) => name);
}

/** The file to import of an optional package, where it is installed. */
export function optionalPackage(name: string): string | undefined {
  try {
    const file = createRequire(import.meta.url).resolve(name);
    return existsSync(file) ? pathToFileURL(file).href : undefined;
  } catch {
    return undefined;
  }
}

/**
 * ONNX Runtime compiled to WebAssembly.
 *
 * @param threads taken by the first call in a process
 * @throws DeviceError E-DEVICE-001 where the optional package onnxruntime-web is not installed
 */
export async function webRuntime(threads: number): Promise<OnnxRuntime> {
  const file = optionalPackage('onnxruntime-web');
  if (file === undefined) {
    throw notInstalled('wasm', 'the optional package onnxruntime-web is not installed', ['npm install onnxruntime-web@1.30.0']);
  }
  const runtime = (await import(file)) as typeof ort;
  runtime.env.wasm.numThreads = threads;
  return runtime;
}
