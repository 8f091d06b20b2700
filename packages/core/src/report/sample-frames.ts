import { readFile } from 'node:fs/promises';
import type { Image } from '@aigc/media/image';
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

interface Sheet {
  readonly path: string;
  readonly image: Image;
}

type Encoding = (typeof ENCODINGS)[number];

async function encodeSheets(files: readonly SampleFile[], budget: number): Promise<Map<string, Uint8Array>> {
  const { decodeImage, flattenAlpha } = await import('@aigc/media/image');
  const sheets = await Promise.all(
    files.map(async ({ path }): Promise<Sheet> => ({ path, image: flattenAlpha(await decodeImage(path), [0, 0, 0]) })),
  );
  const encoding = await fittingEncoding(sheets, budget);
  const encoded = await Promise.all(sheets.map(async (sheet) => [sheet.path, await encode(sheet, encoding)] as const));
  return new Map(encoded);
}

/** Judged by the first and the last sheet, of which one is noise and the other has most detail. */
async function fittingEncoding(sheets: readonly Sheet[], budget: number): Promise<Encoding> {
  const judged = [sheets[0], sheets.at(-1)].filter((sheet) => sheet !== undefined);
  for (const encoding of ENCODINGS) {
    const sizes = await Promise.all(judged.map(async (sheet) => (await encode(sheet, encoding)).length));
    if (Math.max(0, ...sizes) * sheets.length <= budget) return encoding;
  }
  return ENCODINGS[ENCODINGS.length - 1] as Encoding;
}

async function encode({ image }: Sheet, { side, quality }: Encoding): Promise<Uint8Array> {
  const { encodeWebp, resize } = await import('@aigc/media/image');
  const scale = Math.min(1, side / Math.max(image.width, image.height));
  return encodeWebp(await resize(image, Math.round(image.width * scale), Math.round(image.height * scale)), { quality });
}

function evenlySpaced<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, i) => items[Math.round((i * (items.length - 1)) / (count - 1))] as T);
}
