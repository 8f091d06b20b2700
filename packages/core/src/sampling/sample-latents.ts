import type { HostTensor, InputSpec, Named, RandomStream } from '@aigc/plugin-api';
import { randomStream } from '../random/random-stream.js';

/**
 * The noise of some seeds, one row each: float32 [seeds.length, ...shape] for each input of a sampler. A seed's row does not
 * depend on the other seeds, nor on the run: it means the same noise everywhere.
 */
export function sampleLatents(inputs: Named<InputSpec>, seeds: readonly number[]): Named<HostTensor> {
  return noiseRows(inputs, seeds, (seed, name) => randomStream(seed).fork('sample').fork(name));
}

/** The noise of some seeds in step `index` of an iterative sampler, as `sampleLatents` gives it. */
export function stepLatents(inputs: Named<InputSpec>, seeds: readonly number[], index: number): Named<HostTensor> {
  return noiseRows(inputs, seeds, (seed, name) => randomStream(seed).fork('sample step').fork(name).at(index));
}

function noiseRows(
  inputs: Named<InputSpec>,
  seeds: readonly number[],
  streamOf: (seed: number, name: string) => RandomStream,
): Named<HostTensor> {
  const latents: { [name: string]: HostTensor } = {};
  for (const [name, spec] of Object.entries(inputs)) {
    if (spec.source !== 'normal' && spec.source !== 'uniform') {
      throw new Error(`sampler input ${name}: a sampler is fed noise, not ${spec.source}`);
    }
    const size = spec.shape.reduce((product, side) => product * side, 1);
    const data = new Float32Array(seeds.length * size);
    seeds.forEach((seed, row) => {
      const stream = streamOf(seed, name);
      data.set(spec.source === 'normal' ? stream.normal(size) : stream.uniform(size), row * size);
    });
    latents[name] = { shape: [seeds.length, ...spec.shape], dtype: 'float32', data };
  }
  return latents;
}
