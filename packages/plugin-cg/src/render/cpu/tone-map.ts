import { linearToSrgb } from '@aigc/media/image';

/** Light up to which nothing changes, and how fast highlights lose their colour. */
export const TONE = { start: 0.76, desaturation: 0.15 } as const;

/**
 * Brings scene light into 0 to 1 in place, RGB linear: colours below 0.76 stay what the material says, highlights roll off.
 *
 * Film curves such as ACES shift hue and contrast of every colour; a picture of a material should show its colours. This is the
 * Neutral curve's shoulder without its toe, which would take from dark paint the gloss of a brighter studio than ours.
 *
 * @see Khronos PBR Neutral Tone Mapper, 2024
 */
export function toneMap(colour: Float64Array): void {
  const red = colour[0] as number;
  const green = colour[1] as number;
  const blue = colour[2] as number;
  const peak = Math.max(red, green, blue);
  if (peak < TONE.start) return;
  const room = 1 - TONE.start;
  const newPeak = 1 - (room * room) / (peak + room - TONE.start);
  const scale = newPeak / peak;
  const mix = 1 - 1 / (TONE.desaturation * (peak - newPeak) + 1);
  colour[0] = red * scale * (1 - mix) + newPeak * mix;
  colour[1] = green * scale * (1 - mix) + newPeak * mix;
  colour[2] = blue * scale * (1 - mix) + newPeak * mix;
}

const STEPS = 4096;
const TABLE = Float32Array.from({ length: STEPS + 1 }, (_, step) => 255 * linearToSrgb(step / STEPS));

/**
 * An 8-bit sRGB value of linear light 0 to 1.
 *
 * @param threshold 0 to 1, where between two values the step is: varied over pixels it keeps soft gradients free of bands
 */
export function encodeSrgb(linear: number, threshold: number): number {
  const step = Math.min(1, Math.max(0, linear)) * STEPS;
  const below = Math.min(STEPS - 1, Math.floor(step));
  const lower = TABLE[below] as number;
  const value = lower + ((TABLE[below + 1] as number) - lower) * (step - below);
  return Math.min(255, Math.floor(value + threshold));
}

/**
 * A threshold for encodeSrgb that changes from pixel to pixel without clumping, the same in every frame.
 *
 * @see Jimenez 2014, Next Generation Post Processing in Call of Duty: interleaved gradient noise
 */
export function ditherThreshold(x: number, y: number): number {
  const inner = 0.06711056 * x + 0.00583715 * y;
  const outer = 52.9829189 * (inner - Math.floor(inner));
  return outer - Math.floor(outer);
}
