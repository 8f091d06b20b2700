import type { Image } from '@aigc/media/image';

/** Mean and standard deviation of the pixels of many pictures, each channel by itself. */
export class PixelMoments {
  private readonly sums = new Float64Array(3);
  private readonly squares = new Float64Array(3);
  private count = 0;
  private isGrey = true;

  add({ width, height, channels, data }: Image): void {
    const [sums, squares] = [new Float64Array(3), new Float64Array(3)];
    for (let i = 0; i < data.length; i += channels) {
      for (let c = 0; c < channels; c++) {
        const value = data[i + c] as number;
        sums[c] = (sums[c] as number) + value;
        squares[c] = (squares[c] as number) + value * value;
      }
    }
    for (let c = 0; c < 3; c++) {
      const from = channels === 1 ? 0 : c;
      this.sums[c] = (this.sums[c] as number) + (sums[from] as number);
      this.squares[c] = (this.squares[c] as number) + (squares[from] as number);
    }
    this.count += width * height;
    this.isGrey &&= channels === 1;
  }

  /** One channel where all pictures were grey, else three; 0 to 1, rounded to six digits. */
  result(): { readonly mean: readonly number[]; readonly deviation: readonly number[] } {
    const channels = Array.from({ length: this.isGrey ? 1 : 3 }, (_, c) => {
      const mean = (this.sums[c] as number) / this.count;
      const variance = (this.squares[c] as number) / this.count - mean * mean;
      return { mean, deviation: Math.sqrt(Math.max(0, variance)) };
    });
    const rounded = (value: number): number => Number((value / 255).toPrecision(6));
    return { mean: channels.map(({ mean }) => rounded(mean)), deviation: channels.map(({ deviation }) => rounded(deviation)) };
  }
}
