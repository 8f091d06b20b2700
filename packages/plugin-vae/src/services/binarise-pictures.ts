// Code: E-DATA-304 pictures in colour.
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type Dataset, openDataset, randomStream, writeNewFile } from '@aigc/core';
import { type ArtifactEvent, DatasetError, type HostTensor, type ImageDataFacts } from '@aigc/plugin-api';

/** What to make black and white, and where to. */
export interface BinarisePicturesOptions {
  /** Folder, archive or IDX file of grey pictures. */
  readonly data: string;
  /** Side of the pictures in pixels; default 28. */
  readonly imageSize?: number | undefined;
  readonly outDir: string;
  /** The same seed makes the same pictures. */
  readonly seed?: number | undefined;
  readonly overwrite?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** IDX files that were written; absolute paths. */
export interface BinarisedPictures {
  readonly images: string;
  /** Absent where the pictures have no classes. */
  readonly labels: string | undefined;
  readonly count: number;
}

const BATCH = 100;

/**
 * Draws each pixel black or white with its brightness for a probability, once and for all: the static binarisation of MNIST that
 * likelihoods are published for. Written as `binary-images-idx3-ubyte.gz` with the labels beside it.
 *
 * @see Salakhutdinov and Murray 2008, section 5; Larochelle and Murray 2011, section 5.1
 */
export async function* binarisePictures(options: BinarisePicturesOptions): AsyncGenerator<ArtifactEvent, BinarisedPictures> {
  const { data, imageSize = 28, outDir, seed = 0, signal } = options;
  const dataset = await openDataset({
    path: data,
    request: { kind: 'images', imageSize },
    settings: { validationShare: 1 },
    signal,
  });
  const { channels, classes } = dataset.facts as ImageDataFacts;
  if (channels === 3) throw inColour(data);
  const count = dataset.count('validation');
  const [pixels, labels] = [new Uint8Array(count * imageSize ** 2), new Uint8Array(count)];
  const stream = randomStream(seed).fork('binarise');
  for await (const { first, images, classLabels } of batchesOf(dataset, imageSize)) {
    const rest = Math.min(BATCH, count - first);
    const drawn = stream.at(first).uniform(rest * imageSize ** 2);
    // 1 is certain, 0 impossible
    drawn.forEach((value, i) => {
      pixels[first * imageSize ** 2 + i] = value < ((images.data[i] as number) + 1) / 2 ? 255 : 0;
    });
    labels.set(classLabels.subarray(0, rest), first);
    yield { type: 'progress', stage: 'drawing', done: first + rest, total: count };
  }
  const write = async (name: string, shape: readonly number[], bytes: Uint8Array): Promise<string> => {
    const path = resolve(join(outDir, name));
    await writeNewFile(path, await promisify(gzip)(idx(shape, bytes)), options.overwrite === true);
    return path;
  };
  const images = await write('binary-images-idx3-ubyte.gz', [count, imageSize, imageSize], pixels);
  yield { type: 'artifact-written', path: images, kind: 'data' };
  if (classes.length === 0) return { images, labels: undefined, count };
  const labelFile = await write('binary-labels-idx1-ubyte.gz', [count], labels);
  yield { type: 'artifact-written', path: labelFile, kind: 'data' };
  return { images, labels: labelFile, count };
}

async function* batchesOf(dataset: Dataset, size: number) {
  const specs = {
    images: { shape: [BATCH, size, size, 1], dtype: 'float32', source: 'images' },
    labels: { shape: [BATCH], dtype: 'int32', source: 'labels' },
  } as const;
  const reader = dataset.openReader(specs, { part: 'validation', stream: randomStream(0) });
  for (let index = 0; index < reader.batches; index++) {
    const { images, labels } = await reader.read(index);
    yield {
      first: index * BATCH,
      images: images as HostTensor<'float32'>,
      classLabels: Uint8Array.from((labels as HostTensor).data),
    };
  }
}

/** The IDX format: two zero bytes, 8 for unsigned bytes, the number of dimensions, their sizes big-endian, the data. */
function idx(shape: readonly number[], bytes: Uint8Array): Uint8Array {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.set([0, 0, 8, shape.length]);
  shape.forEach((size, i) => {
    header.writeUInt32BE(size, 4 + 4 * i);
  });
  return Buffer.concat([header, bytes]);
}

function inColour(data: string): DatasetError {
  return new DatasetError('E-DATA-304', 'some pictures are in colour, which cannot be drawn black and white', {
    path: resolve(data),
    hints: ['convert them to grey'],
  });
}
