// Codes: E-DATA-024 labels instead of pictures, -025 the labels are not those of the pictures.
import { constants } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { DatasetError } from '@aigc/plugin-api';
import { ARCHIVE_LIMITS, damagedArchive } from './archive-limits.js';
import type { FileSource, PixelLayout, SourceEntry } from './file-source.js';
import { type IdxArray, parseIdx } from './parse-idx.js';

const GZIP = 0x1f;

/**
 * Pictures in the format of MNIST, `.gz` or not, with the labels of the file beside it that MNIST's naming calls for
 * (`t10k-images-idx3-ubyte` and `t10k-labels-idx1-ubyte`). A picture's path is `LABEL/INDEX`, or `INDEX` without labels.
 *
 * @throws DatasetError (exit 10) where a file is damaged or the two do not belong together.
 */
export async function openIdxSource(path: string): Promise<FileSource> {
  const pictures = await readIdx(path);
  const layout = pixelLayout(pictures, path);
  const labels = await readLabels(path);
  const total = pictures.shape[0] as number;
  if (labels !== undefined && labels.array.data.length !== total) {
    const count = labels.array.data.length;
    throw new DatasetError('E-DATA-025', `${count} labels for ${total} pictures (${basename(labels.path)})`, {
      path,
      hints: ['put the labels of these pictures beside them, or move the others away'],
    });
  }
  const names = picturePaths(total, labels?.array.data);
  const pictureBytes = layout.width * layout.height * layout.channels;
  async function* entries(): AsyncGenerator<SourceEntry> {
    for (let i = 0; i < total; i++) {
      const bytes = pictures.data.subarray(i * pictureBytes, (i + 1) * pictureBytes);
      yield { path: names[i] as string, done: i + 1, pixels: layout, bytes: async () => bytes };
    }
  }
  return { path, kind: 'idx', total, entries };
}

async function readIdx(path: string): Promise<IdxArray> {
  const file = await readFile(path);
  if (file[0] !== GZIP) return parseIdx(file, path);
  const { ratio, ratioFromBytes } = ARCHIVE_LIMITS;
  const maxOutputLength = Math.min(constants.MAX_LENGTH, Math.max(ratioFromBytes, ratio * file.length));
  let bytes: Uint8Array;
  try {
    bytes = await promisify(gunzip)(file, { maxOutputLength });
  } catch (cause) {
    throw damagedArchive(path, cause);
  }
  return parseIdx(bytes, path);
}

function pixelLayout({ shape }: IdxArray, path: string): PixelLayout {
  const [, height = 0, width = 0, channels = 1] = shape;
  if (shape.length >= 3 && height > 0 && width > 0 && (channels === 1 || channels === 3)) return { width, height, channels };
  const what = shape.length === 1 ? 'holds labels, not pictures' : `has the shape [${shape.join(', ')}], not that of pictures`;
  throw new DatasetError('E-DATA-024', `the IDX file ${what}`, {
    path,
    hints: ['give --data the file of the pictures (MNIST calls it ...images-idx3-ubyte); its labels are found beside it'],
  });
}

async function readLabels(path: string): Promise<{ readonly path: string; readonly array: IdxArray } | undefined> {
  const name = basename(path).replace('images', 'labels').replace('idx3', 'idx1');
  if (name === basename(path)) return undefined;
  const other = name.endsWith('.gz') ? name.slice(0, -'.gz'.length) : `${name}.gz`;
  for (const candidate of [name, other]) {
    const labels = join(dirname(path), candidate);
    try {
      return { path: labels, array: await readIdx(labels) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return undefined;
}

/** Padded with zeros, so that their order is that of the numbers. */
function picturePaths(count: number, labels: Uint8Array | undefined): string[] {
  const indexDigits = String(count - 1).length;
  const labelDigits = String(labels?.reduce((most, label) => Math.max(most, label), 0) ?? 0).length;
  const padded = (value: number, digits: number): string => String(value).padStart(digits, '0');
  return Array.from({ length: count }, (_, i) => {
    const index = padded(i, indexDigits);
    return labels === undefined ? index : `${padded(labels[i] as number, labelDigits)}/${index}`;
  });
}
