// Codes: E-DATA-035 the data is not as the index says, -036 prepared data is damaged.
import { join, resolve } from 'node:path';
import { AigcError, type ArtifactEvent, DatasetError } from '@aigc/plugin-api';
import { writeFileAtomic } from '../storage/write-file-atomic.js';
import { relayProgress } from '../training/relay-progress.js';
import { CardBuilder } from './card/card-builder.js';
import type { DataCard } from './card/data-card.js';
import { dataChanges, readDataIndex } from './card/data-changes.js';
import { type PictureOptions, picturePolicy } from './picture-options.js';
import { gatherPictures } from './pictures/gather-pictures.js';
import { IMAGE_FILES, type PicturePolicy } from './pictures/read-pictures.js';
import { checkBadShare, checkMaxBad } from './pictures/too-many-bad.js';
import { isPreparedFolder, PREPARE_AGAIN, readPrepared } from './prepared/prepared-manifest.js';
import { openPreparedSource } from './prepared/prepared-pictures.js';
import type { FileSource } from './sources/file-source.js';
import { openSource } from './sources/open-source.js';

/** What to look at, and where to write what was seen. */
export interface InspectOptions extends PictureOptions {
  /** Folder for `card.json` and `samples.png`; undefined writes nothing. */
  readonly out?: string | undefined;
  /** Prepared data or a run: files that are not as it says are listed. */
  readonly against?: string | undefined;
}

/** What a data set is like, and whether it can be used. */
export interface InspectedData {
  readonly card: DataCard;
  /** Too many broken files, or not what it should be; undefined where all is well. */
  readonly problem: AigcError | undefined;
}

/** Names of the files beside prepared data. */
export const CARD_FILE = 'card.json';
export const SAMPLES_FILE = 'samples.png';

/**
 * Decodes and hashes every picture of a data set and says what it is like: sizes, colours, classes, copies, broken files.
 *
 * @throws DatasetError (exit 10) where there is nothing to read; broken files are in the card, however many there are.
 */
export async function* inspectData(options: InspectOptions): AsyncGenerator<ArtifactEvent, InspectedData> {
  const { maxBad, signal, out, against } = options;
  checkMaxBad(maxBad);
  const index = against === undefined ? undefined : await readDataIndex(against);
  const { source, policy } = await openPictures(options);
  const builder = new CardBuilder(policy);
  const gathering = relayProgress((onProgress) =>
    gatherPictures(source, { policy, maxBad: 1, keep: (picture) => builder.add(picture), onProgress, signal }),
  );
  let next = await gathering.next();
  for (; next.done !== true; next = await gathering.next()) yield { type: 'progress', stage: 'reading', ...next.value };
  const { pictures, skipped } = next.value;
  yield { type: 'progress', stage: 'comparing', done: 0, total: 1 };
  const plain = builder.card(source, policy, skipped);
  const card = index === undefined ? plain : { ...plain, changes: dataChanges(index, pictures, skipped) };
  if (out !== undefined) yield* writeCard(resolve(out), card, builder);
  return { card, problem: problemOf(card, maxBad) };
}

async function openPictures(options: InspectOptions): Promise<{ source: FileSource; policy: PicturePolicy }> {
  if (await isPreparedFolder(options.path)) {
    const manifest = await readPrepared(options.path);
    return { source: openPreparedSource(options.path, manifest), policy: manifest.policy };
  }
  const source = await openSource(options.path, { ...IMAGE_FILES, include: options.include });
  return { source, policy: picturePolicy(options) };
}

/** Writes `card.json` and `samples.png` into a folder. */
export async function* writeCard(folder: string, card: DataCard, { samples }: CardBuilder): AsyncGenerator<ArtifactEvent, void> {
  const sheet = await samples.sheet();
  if (sheet !== undefined) {
    await writeFileAtomic(join(folder, SAMPLES_FILE), sheet);
    yield { type: 'artifact-written', path: join(folder, SAMPLES_FILE), kind: 'image' };
  }
  await writeFileAtomic(join(folder, CARD_FILE), `${JSON.stringify(card, null, 2)}\n`);
  yield { type: 'artifact-written', path: join(folder, CARD_FILE), kind: 'data-card' };
}

function problemOf({ source: { path, kind }, bad, count, changes }: DataCard, maxBad: number | undefined): AigcError | undefined {
  if (kind === 'prepared' && bad.length > 0) {
    const message = `${bad.length} of ${bad.length + count} prepared pictures are damaged`;
    return new DatasetError('E-DATA-036', message, { path, hints: PREPARE_AGAIN });
  }
  try {
    checkBadShare({ path, bad, total: bad.length + count, maxBad });
  } catch (error) {
    if (AigcError.isInstance(error)) return error;
    throw error;
  }
  if (changes === undefined || changes.changed.length + changes.missing.length + changes.added.length === 0) return undefined;
  const { changed, missing, added } = changes;
  const what = `${changed.length} files changed, ${missing.length} are missing, ${added.length} are new`;
  return new DatasetError('E-DATA-035', `the data is not what it was: ${what}`, {
    path,
    hints: ['restore the files that are listed, or prepare the data again'],
  });
}
