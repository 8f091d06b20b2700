import {
  type HostTensor,
  type ImageDataFacts,
  type ImageDataRequest,
  type InputSpec,
  type Named,
  ShapeMismatchError,
} from '@aigc/plugin-api';
import { type DataManifest, dataHash } from './data-manifest.js';
import type { BatchReader, DataPart, DataSettings, Dataset, ReaderOptions } from './dataset.js';
import { heldOut } from './held-out.js';
import { BatchOrder, imageBatch } from './image-batch.js';
import { type DecodedImages, type ReadImageFolderOptions, readImageFolder } from './read-image-folder.js';

const BLACK = [0, 0, 0] as const;

/**
 * A folder of images as data: squares of one size, classes from the names of its subfolders, a part held out by the files' hashes.
 *
 * @throws DatasetError (exit 10) when there is nothing to read or too much of it is broken.
 */
export async function openImageDataset(
  folder: string,
  request: ImageDataRequest,
  settings: DataSettings,
  progress: Pick<ReadImageFolderOptions, 'onProgress' | 'signal'>,
): Promise<Dataset> {
  const { background = BLACK, maxBad, validationShare = 0 } = settings;
  const decoded = await readImageFolder(folder, { size: request.imageSize, background, maxBad, ...progress });
  return new ImageDataset(decoded, { background, validationShare });
}

class ImageDataset implements Dataset {
  readonly facts: ImageDataFacts;
  readonly manifest: DataManifest;
  readonly warnings: readonly string[];
  readonly exampleShape: readonly number[];
  readonly files = {};
  private readonly images: DecodedImages;
  private readonly labels: Int32Array;
  private readonly parts: { readonly [part in DataPart]: Uint32Array };

  constructor(images: DecodedImages, reading: { background: readonly [number, number, number]; validationShare: number }) {
    const { size, channels, files, skipped } = images;
    this.images = images;
    this.parts = heldOut(files, reading.validationShare);
    const { classes, labels } = classesOf(files.map(({ path }) => path));
    this.labels = labels;
    this.facts = { kind: 'images', count: this.parts.train.length, channels, classes };
    this.exampleShape = [size, size, channels];
    const described = { kind: 'images', reading: { size, channels, ...reading }, files } as const;
    this.manifest = { data: 1, hash: dataHash(described), ...described, skipped };
    this.warnings = skipped.map((file) => `skipped ${file.path}: ${file.reason}`);
  }

  count(part: DataPart): number {
    return this.parts[part].length;
  }

  openReader(specs: Named<InputSpec>, { part, stream }: ReaderOptions): BatchReader {
    const batchSize = batchSizeOf(specs);
    const fed = Object.entries(specs).filter(([, { source }]) => source === 'images' || source === 'labels');
    for (const [name, spec] of fed) this.check(name, spec, batchSize);
    const members = this.parts[part];
    const order = new BatchOrder(stream, members.length);
    const pictureBytes = this.images.pixels.length / this.images.files.length;
    const take = (index: number): Uint32Array =>
      part === 'train'
        ? order.indices(index + 1, batchSize)
        : Uint32Array.from({ length: batchSize }, (_, i) => (index * batchSize + i) % members.length);
    return {
      batchSize,
      batches: part === 'train' ? Number.POSITIVE_INFINITY : Math.ceil(members.length / batchSize),
      read: async (index) => {
        const indices = take(index).map((position) => members[position] as number);
        const inputs: { [name: string]: HostTensor } = {};
        for (const [name, { shape, source }] of fed) {
          inputs[name] =
            source === 'images'
              ? { shape, dtype: 'float32', data: imageBatch({ pixels: this.images.pixels, pictureBytes }, indices) }
              : { shape, dtype: 'int32', data: Int32Array.from(indices, (i) => this.labels[i] as number) };
        }
        return inputs;
      },
    };
  }

  private check(name: string, { shape, source }: InputSpec, batchSize: number): void {
    const expected = source === 'images' ? [batchSize, ...this.exampleShape] : [batchSize];
    if (shape.join() === expected.join()) return;
    const wanted = `[${expected.join(', ')}], the shape of the data`;
    throw new ShapeMismatchError(`trainInputs: ${name}`, wanted, `[${shape.join(', ')}]`);
  }
}

/** Labels by the first folder of each path; no classes where all files lie in one folder. */
function classesOf(paths: readonly string[]): { classes: readonly string[]; labels: Int32Array } {
  const folders = paths.map((path) => (path.includes('/') ? (path.split('/')[0] as string) : ''));
  const classes = [...new Set(folders)].sort();
  if (classes.length < 2) return { classes: [], labels: new Int32Array(paths.length) };
  const label = new Map(classes.map((name, index) => [name, index]));
  return { classes, labels: Int32Array.from(folders, (name) => label.get(name) as number) };
}

function batchSizeOf(specs: Named<InputSpec>): number {
  const batchSize = Object.values(specs).find(({ source }) => source === 'images')?.shape[0];
  if (batchSize === undefined) throw new ShapeMismatchError('trainInputs', 'an input of images', 'none');
  return batchSize;
}
