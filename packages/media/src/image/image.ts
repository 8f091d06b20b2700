/**
 * Pixels in memory, row-major and interleaved: `data[(y * width + x) * channels + c]`, alpha last and straight.
 * `Uint8Array` and `Uint16Array` hold sRGB over their full range, `Float32Array` what its maker says.
 */
export interface Image<D extends Uint8Array | Uint16Array | Float32Array = Uint8Array> {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha. */
  readonly channels: 1 | 2 | 3 | 4;
  readonly data: D;
}
