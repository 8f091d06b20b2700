import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePng, type Image } from '@aigc/media/image';

/** What the pictures of writeTinyImages look like. */
export interface TinyImageOptions {
  /** Side in pixels; default 8. */
  readonly size?: number;
  /** Default 3. */
  readonly channels?: 1 | 3 | 4;
}

/**
 * A bright disc on a dark ground, uint8 [size, size, channels]; place, radius and colour follow from `index`, and alpha is
 * the disc's cover.
 */
export function tinyImage(index: number, options: TinyImageOptions = {}): Image {
  const { size = 8, channels = 3 } = options;
  // golden-ratio steps: neighbours in `index` differ, and no two of the first thousands are alike
  const turn = (step: number): number => (index * step) % 1;
  const [cx, cy, radius] = [(0.3 + 0.4 * turn(0.618)) * size, (0.3 + 0.4 * turn(0.755)) * size, (0.2 + 0.15 * turn(0.57)) * size];
  const colour = [200 + 55 * turn(0.382), 120 + 100 * turn(0.245), 60 + 120 * turn(0.43)];
  const data = new Uint8Array(size * size * channels);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const cover = Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(x + 0.5 - cx, y + 0.5 - cy)));
      const at = (y * size + x) * channels;
      for (let c = 0; c < Math.min(channels, 3); c++) data[at + c] = Math.round(20 + cover * ((colour[c] as number) - 20));
      if (channels === 4) data[at + 3] = Math.round(255 * cover);
    }
  }
  return { width: size, height: size, channels, data };
}

/** Writes `count` small PNG files `image-000.png` ... into a folder, which is made; their paths are returned. */
export async function writeTinyImages(dir: string, count: number, options: TinyImageOptions = {}): Promise<string[]> {
  await mkdir(dir, { recursive: true });
  const paths: string[] = [];
  for (let index = 0; index < count; index++) {
    const path = join(dir, `image-${String(index).padStart(3, '0')}.png`);
    await writeFile(path, await encodePng(tinyImage(index, options)));
    paths.push(path);
  }
  return paths;
}
