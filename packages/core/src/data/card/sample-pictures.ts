import type { Image } from '@aigc/media/image';

const SAMPLES = 64;

/** Keeps the pictures with the lowest hashes: a sample that is random, but the same every time. */
export class SamplePictures {
  private readonly size: number;
  private kept: { readonly sha256: string; readonly image: Image }[] = [];

  /** @param size side of the squares that are shown of larger pictures */
  constructor(size: number) {
    this.size = size;
  }

  add(sha256: string, image: Image): void {
    const last = this.kept.at(-1);
    if (this.kept.length === SAMPLES && last !== undefined && sha256 >= last.sha256) return;
    const at = this.kept.findIndex((picture) => picture.sha256 > sha256);
    this.kept.splice(at < 0 ? this.kept.length : at, 0, { sha256, image: this.square(image) });
    this.kept.length = Math.min(this.kept.length, SAMPLES);
  }

  /** One PNG with all of them, undefined without any. */
  async sheet(): Promise<Uint8Array | undefined> {
    if (this.kept.length === 0) return undefined;
    const { contactSheet, encodePng } = await import('@aigc/media/image');
    return encodePng(contactSheet(this.kept.map(({ image }) => image)));
  }

  /** A copy of the square in the middle. */
  private square({ width, height, channels, data }: Image): Image {
    const side = Math.min(this.size, width, height);
    const [left, top] = [Math.floor((width - side) / 2), Math.floor((height - side) / 2)];
    const cut = new Uint8Array(side * side * channels);
    for (let y = 0; y < side; y++) {
      const from = ((top + y) * width + left) * channels;
      cut.set(data.subarray(from, from + side * channels), y * side * channels);
    }
    return { width: side, height: side, channels, data: cut };
  }
}
