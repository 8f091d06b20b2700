import { readFile } from 'node:fs/promises';
import type { SampleFile } from '../run-catalog/sample-files.js';
import type { FrameData } from './page/page-data.js';

const MAX_FRAMES = 24;
const MAX_TEXT = 4000;
// Side in pixels and quality, from good to small: the first that fits is taken for all frames.
const ENCODINGS = [
  { side: 640, quality: 82 },
  { side: 560, quality: 72 },
  { side: 448, quality: 62 },
  { side: 320, quality: 52 },
] as const;

/**
 * The samples of a run as frames of a page, evenly spaced over time, the first and the last among them; sheets become WebP.
 *
 * @param budget bytes that all pictures together may take before base64, where the smallest encoding allows it
 * @throws DecodeError for a damaged sheet.
 */
export async function sampleFrames(samples: readonly SampleFile[], budget: number): Promise<FrameData[]> {
  const chosen = evenlySpaced(samples, MAX_FRAMES);
  const images = chosen.filter(({ kind }) => kind === 'image');
  const pictures = await encodeSheets(images, budget);
  return Promise.all(
    chosen.map(async (file) => {
      const { step, path } = file;
      const picture = pictures.get(path);
      if (picture === undefined) return { step, text: (await readFile(path, 'utf8')).slice(0, MAX_TEXT) };
      return { step, source: `data:image/webp;base64,${Buffer.from(picture).toString('base64')}` };
    }),
  );
}

async function encodeSheets(files: readonly SampleFile[], budget: number): Promise<Map<string, Uint8Array>> {
  const { decodeImage, encodeWebp, flattenAlpha, resize } = await import('@aigc/media/image');
  const sheets = await Promise.all(
    files.map(async ({ path }) => ({ path, image: flattenAlpha(await decodeImage(path), [0, 0, 0]) })),
  );
  let encoded = new Map<string, Uint8Array>();
  for (const { side, quality } of ENCODINGS) {
    encoded = new Map();
    let bytes = 0;
    for (const { path, image } of sheets) {
      const scale = Math.min(1, side / Math.max(image.width, image.height));
      const small = await resize(image, Math.round(image.width * scale), Math.round(image.height * scale));
      const webp = await encodeWebp(small, { quality });
      encoded.set(path, webp);
      bytes += webp.length;
    }
    if (bytes <= budget) break;
  }
  return encoded;
}

function evenlySpaced<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, i) => items[Math.round((i * (items.length - 1)) / (count - 1))] as T);
}
