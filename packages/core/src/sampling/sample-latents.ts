import type { HostTensor, InputSpec, Named, RandomStream } from '@aigc/plugin-api';
import { randomStream } from '../random/random-stream.js';

/**
 * The noise of some seeds, one row each: float32 [seeds.length, ...shape] for each input of a sampler. A seed's row does not
 * depend on the other seeds, nor on the run: it means the same noise everywhere. Pictures are the same for every seed.
 *
 * @param pictures `[...shape]` for each input with the source `images`
 */
export function sampleLatents(
  inputs: Named<InputSpec>,
  seeds: readonly number[],
  pictures: Named<HostTensor> = {},
): Named<HostTensor> {
  const drawn = Object.fromEntries(Object.entries(inputs).filter(([name]) => pictures[name] === undefined));
  const noise = noiseRows(drawn, seeds, (seed, name) => randomStream(seed).fork('sample').fork(name));
  const given = Object.entries(pictures).map(([name, picture]) => [name, repeated(picture, seeds.length)]);
  return { ...noise, ...Object.fromEntries(given) };
}

function repeated({ shape, data }: HostTensor, count: number): HostTensor {
  const rows = new Float32Array(count * data.length);
  for (let row = 0; row < count; row++) rows.set(data as Float32Array, row * data.length);
  return { shape: [count, ...shape], dtype: 'float32', data: rows };
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
