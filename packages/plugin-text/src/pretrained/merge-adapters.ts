import type { HostTensor, Named } from '@aigc/plugin-api';
import type { GptConfig } from '../gpt/config.js';

/**
 * Adds each adapter to its layer: `W + alpha / rank A B`, so that the model needs no adapters any more.
 *
 * @see Hu et al. 2022, arXiv 2106.09685, section 4.1
 */
export function mergeAdapters(base: Named<HostTensor>, adapters: Named<HostTensor>, config: GptConfig): Named<HostTensor> {
  const scale = config.loraAlpha / config.loraRank;
  const merged = Object.entries(base).map(([name, kernel]): [string, HostTensor] => {
    const layer = name.replace(/\.kernel$/, '');
    const [a, b] = [adapters[`${layer}.lora.a`], adapters[`${layer}.lora.b`]];
    return [name, a === undefined || b === undefined || layer === name ? kernel : plusProduct(kernel, a, b, scale)];
  });
  return Object.fromEntries(merged);
}

/** `W + scale A B`, A `[I, r]`, B `[r, O]`. */
function plusProduct(kernel: HostTensor, a: HostTensor, b: HostTensor, scale: number): HostTensor {
  const [inputs, outputs] = kernel.shape as readonly [number, number];
  const rank = a.shape[1] as number;
  const data = (kernel.data as Float32Array).slice();
  for (let i = 0; i < inputs; i++) {
    for (let r = 0; r < rank; r++) {
      const factor = scale * (a.data[i * rank + r] as number);
      for (let o = 0; o < outputs; o++)
        data[i * outputs + o] = (data[i * outputs + o] as number) + factor * (b.data[r * outputs + o] as number);
    }
  }
  return { shape: kernel.shape, dtype: 'float32', data };
}
