import type { HostTensor, RandomStream } from '@aigc/plugin-api';

/** How far pictures are moved, turned and scaled at most; small enough that a 6 stays a 6. */
const LIMITS = { turn: 0.2, scale: 0.12, shear: 0.12, shift: 0.08 };

/**
 * Turns, scales, shears and moves each picture by a little, its border continued: what a classifier learns from few pictures with.
 *
 * @param images float32 `[B, S, S, C]`; only read
 * @see Simard, Steinkraus and Platt 2003, Best practices for convolutional neural networks, section 2
 */
export function varyBatch(images: HostTensor<'float32'>, random: RandomStream): HostTensor<'float32'> {
  const [batch, height, width, channels] = images.shape as [number, number, number, number];
  const data = new Float32Array(images.data.length);
  const drawn = random.uniform(batch * 6).map((value) => 2 * value - 1);
  for (let b = 0; b < batch; b++) {
    const [turn, scaleX, scaleY, shear, right, down] = drawn.subarray(6 * b, 6 * b + 6) as unknown as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const [cosine, sine] = [Math.cos(turn * LIMITS.turn), Math.sin(turn * LIMITS.turn)];
    const [growX, growY] = [1 + scaleX * LIMITS.scale, 1 + scaleY * LIMITS.scale];
    const slant = shear * LIMITS.shear;
    warp({ from: images.data, to: data, start: b * height * width * channels, height, width, channels }, [
      cosine * growX,
      (-sine + slant * cosine) * growX,
      right * LIMITS.shift * width,
      sine * growY,
      (cosine + slant * sine) * growY,
      down * LIMITS.shift * height,
    ]);
  }
  return { shape: images.shape, dtype: 'float32', data };
}

interface Picture {
  readonly from: Float32Array;
  readonly to: Float32Array;
  readonly start: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Fills a picture with what an affine map around its centre finds in another, between four pixels. */
function warp(
  { from, to, start, height, width, channels }: Picture,
  map: readonly [number, number, number, number, number, number],
) {
  const [xx, xy, x0, yx, yy, y0] = map;
  const [centreX, centreY] = [(width - 1) / 2, (height - 1) / 2];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const sourceX = clamp(xx * (x - centreX) + xy * (y - centreY) + x0 + centreX, width - 1);
      const sourceY = clamp(yx * (x - centreX) + yy * (y - centreY) + y0 + centreY, height - 1);
      const [left, top] = [Math.floor(sourceX), Math.floor(sourceY)];
      const [shareX, shareY] = [sourceX - left, sourceY - top];
      const across = left < width - 1 ? channels : 0;
      const below = top < height - 1 ? width * channels : 0;
      const corner = start + (top * width + left) * channels;
      for (let c = 0; c < channels; c++) {
        const at = (offset: number): number => from[corner + offset + c] as number;
        const upper = at(0) + shareX * (at(across) - at(0));
        const lower = at(below) + shareX * (at(below + across) - at(below));
        to[start + (y * width + x) * channels + c] = upper + shareY * (lower - upper);
      }
    }
  }
}

function clamp(value: number, highest: number): number {
  return Math.max(0, Math.min(highest, value));
}
