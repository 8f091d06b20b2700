import { type AdamState, adamState, initialVector, parameterCount } from '@aigc/nn';
import type { HostTensor, ParameterEntry, RandomStream, Tree } from '@aigc/plugin-api';
import type { VaeEntries } from '../network/architecture.js';

/** What training carries from step to step; weights, averages and moments are flat vectors. */
export interface VaeState<T> {
  /** Encoder, then decoder. */
  readonly weights: T;
  /** Moving averages of the two parts of `weights`: what is judged and sampled. */
  readonly average: { readonly encoder: T; readonly decoder: T };
  readonly optimiser: AdamState<T>;
}

/** Fresh weights; the averages begin as copies of them. */
export function initialVaeState(entries: VaeEntries, random: RandomStream): Tree<HostTensor> {
  const weights = initialVector(entries.all, random);
  const decoderStart = parameterCount(entries.encoder);
  const part = (from: number, to?: number): HostTensor => {
    const data = weights.data.slice(from, to);
    return { shape: [data.length], dtype: 'float32', data };
  };
  return {
    weights,
    average: { encoder: part(0, decoderStart), decoder: part(decoderStart) },
    optimiser: adamState(weights.data.length),
  } as unknown as Tree<HostTensor>;
}

/** Names of what the state's vectors hold. */
export function vaeParameterEntries({ encoder, decoder, all }: VaeEntries): { [leafPath: string]: readonly ParameterEntry[] } {
  return {
    weights: all,
    'average.encoder': encoder,
    'average.decoder': decoder,
    'optimiser.firstMoment': all,
    'optimiser.secondMoment': all,
  };
}
