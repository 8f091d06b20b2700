// Code: E-CONFIG-123 the folder for prepared data is not empty.
import { mkdir, readdir, rename } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { AigcError, type ArtifactEvent, InvalidConfigError } from '@aigc/plugin-api';
import { removeLeftover } from '../storage/remove-leftover.js';
import { storageFailure } from '../storage/storage-failure.js';
import { syncFolder, writeFileSynced } from '../storage/write-file-atomic.js';
import { relayProgress } from '../training/relay-progress.js';
import { CardBuilder } from './card/card-builder.js';
import type { DataCard } from './card/data-card.js';
import { writeCard } from './inspect-data.js';
import { type PictureOptions, picturePolicy } from './picture-options.js';
import { type GatherOptions, gatherPictures } from './pictures/gather-pictures.js';
import { IMAGE_FILES, type ReadPicture } from './pictures/read-pictures.js';
import { ChunkWriter } from './prepared/chunk-writer.js';
import { type PixelPlace, PREPARED_FILE, type PreparedManifest, serializePrepared } from './prepared/prepared-manifest.js';
import { openSource } from './sources/open-source.js';

/** What to prepare, how, and where to. */
export interface PrepareOptions extends PictureOptions {
  /** Folder to make; it may exist if it is empty. */
  readonly out: string;
  /** Leaves out files with the same bytes as an earlier one. */
  readonly dropDuplicates?: boolean | undefined;
}

/** What was written. */
export interface PreparedData {
  /** Absolute path of the folder. */
  readonly folder: string;
  readonly card: DataCard;
  /** Pictures in it. */
  readonly count: number;
  /** Files that were left out as copies. */
  readonly dropped: number;
  /** Size of the pixels. */
  readonly bytes: number;
}

/**
 * Decodes a data set once and for all into files of pixels that training reads as it needs them, with an index of sha256 sums, a
 * card and a sheet of samples. The folder appears when it is complete.
 *
 * @throws DatasetError (exit 10) where too much is broken, InvalidConfigError where the folder is in use, StorageError (exit 20).
 */
export async function* prepareData(options: PrepareOptions): AsyncGenerator<ArtifactEvent, PreparedData> {
  const folder = resolve(options.out);
  await checkEmpty(folder);
  const source = await openSource(options.path, { ...IMAGE_FILES, include: options.include });
  const policy = picturePolicy(options);
  const builder = new CardBuilder(policy);
  const work = join(dirname(folder), `.tmp-${basename(folder)}-${process.pid}`);
  const storing = new PixelStoring(work, options.dropDuplicates === true);
  try {
    await mkdir(work, { recursive: true });
    const keep: GatherOptions<PixelPlace | undefined>['keep'] = (picture) => storing.add(picture, builder);
    const { maxBad, signal } = options;
    const gathering = relayProgress((onProgress) => gatherPictures(source, { policy, maxBad, keep, onProgress, signal }));
    let next = await gathering.next();
    for (; next.done !== true; next = await gathering.next()) yield { type: 'progress', stage: 'reading', ...next.value };
    const { pictures, skipped } = next.value;
    yield { type: 'progress', stage: 'comparing', done: 0, total: 1 };
    const chunks = await storing.chunks.finish();
    const stored = pictures.flatMap(({ place, ...picture }) => (place === undefined ? [] : [{ ...picture, ...place }]));
    const name = basename(source.path);
    const manifest: PreparedManifest = {
      prepared: 1,
      source: { kind: source.kind, name },
      policy,
      pictures: stored,
      skipped,
      chunks,
    };
    const card = builder.card(source, policy, skipped);
    for await (const _ of writeCard(work, card, builder));
    await writeFileSynced(join(work, PREPARED_FILE), serializePrepared(manifest));
    await publish(work, folder);
    for (const { path, reason } of skipped.slice(0, 5)) yield { type: 'warning', message: `skipped ${path}: ${reason}` };
    yield { type: 'artifact-written', path: folder, kind: 'prepared-data' };
    const bytes = chunks.reduce((sum, chunk) => sum + chunk.bytes, 0);
    return { folder, card, count: stored.length, dropped: pictures.length - stored.length, bytes };
  } catch (error) {
    await storing.chunks.abandon();
    await removeLeftover(work);
    if (AigcError.isInstance(error) || (error as NodeJS.ErrnoException).code === undefined) throw error;
    throw storageFailure('preparing the data', folder, error, 'nothing was left behind');
  }
}

/** Writes each picture once, however many files have the same bytes. */
class PixelStoring {
  readonly chunks: ChunkWriter;
  private readonly dropsCopies: boolean;
  private readonly places = new Map<string, PixelPlace>();

  constructor(folder: string, dropsCopies: boolean) {
    this.chunks = new ChunkWriter(folder);
    this.dropsCopies = dropsCopies;
  }

  async add(picture: ReadPicture, builder: CardBuilder): Promise<PixelPlace | undefined> {
    builder.add(picture);
    const known = this.places.get(picture.sha256);
    if (known !== undefined) return this.dropsCopies ? undefined : known;
    const place = await this.chunks.append(picture.image.data);
    this.places.set(picture.sha256, place);
    return place;
  }
}

async function checkEmpty(folder: string): Promise<void> {
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return [];
    throw storageFailure('looking at the folder for prepared data', folder, cause);
  });
  if (names.length === 0) return;
  throw new InvalidConfigError('E-CONFIG-123', 'the folder for prepared data is not empty', {
    path: folder,
    note: 'it was not changed',
    hints: ['choose another one with --out, or remove this one first'],
  });
}

async function publish(work: string, folder: string): Promise<void> {
  await syncFolder(work);
  // takes the place of an empty folder, and fails on any other
  await rename(work, folder);
  await syncFolder(dirname(folder));
}
