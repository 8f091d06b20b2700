import type { Draw } from './draw.js';

type Pad = 'same' | 'valid' | number;

/** What a convolution is drawn with; the input always holds one dilated window. */
export function drawWindows(d: Draw, dilated: boolean) {
  const pad: Pad = d.pick<Pad>(['same', 'valid', 1]);
  // tfjs sizes an output with a numeric padding by the height's kernel, stride and dilation alone.
  const pair = (min: number, max: number): [number, number] => {
    const first = d.integer(min, max);
    return [first, pad === 1 ? first : d.integer(min, max)];
  };
  const [kh, kw] = pair(1, 3);
  const dilation = dilated ? pair(1, 2) : pair(1, 1);
  const isDilated = dilation.some((step) => step > 1);
  const strides = isDilated ? pair(1, 1) : pair(1, 2);
  const span = (size: number, step: number) => (size - 1) * step + 1;
  const height = span(kh, dilation[0]) + d.integer(0, 4);
  const width = span(kw, dilation[1]) + d.integer(0, 4);
  return { kh, kw, dilation, strides, pad, height, width, batch: d.integer(1, 3) };
}
