import { stat } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { AigcError, DecodeError } from '@aigc/plugin-api';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { type ArchiveLimits, damagedArchive, UnpackGuard } from './archive-limits.js';
import { type FileSource, nothingWanted, type SourceEntry, type WantedFiles } from './file-source.js';
import { relativeName } from './relative-name.js';
import { isWanted } from './wanted-file.js';

const UNIX_TYPE = 0o170000;
const UNIX_LINK = 0o120000;

/**
 * A `.zip` as a source. Its files are unpacked into memory one at a time, in the order of its directory; links and encrypted
 * files are reported as unusable.
 *
 * @throws DatasetError E-DATA-021 where it is damaged or a name leads out of it.
 */
export async function openZipSource(path: string, wanted: WantedFiles, limits?: ArchiveLimits): Promise<FileSource> {
  const { size } = await stat(path);
  const zip = await open(path);
  const total = zip.entryCount;
  zip.close();
  return { path, kind: 'zip', total, entries: () => readZip(path, wanted, new UnpackGuard(path, size, limits)) };
}

async function open(path: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { autoClose: false, lazyEntries: true, validateEntrySizes: true });
  } catch (cause) {
    throw damagedArchive(path, cause);
  }
}

async function* readZip(path: string, wanted: WantedFiles, guard: UnpackGuard): AsyncGenerator<SourceEntry> {
  const zip = await open(path);
  let done = 0;
  let isEmpty = true;
  try {
    for await (const entry of zip.eachEntry()) {
      done += 1;
      guard.addEntry(entry.fileName, entry.uncompressedSize);
      if (entry.fileName.endsWith('/') || !isWanted(relativeName(entry.fileName).path, wanted)) continue;
      isEmpty = false;
      yield { path: relativeName(entry.fileName).path, done, ...(await readEntry(zip, entry, guard)) };
    }
  } catch (error) {
    throw AigcError.isInstance(error) ? error : damagedArchive(path, error);
  } finally {
    zip.close();
  }
  if (isEmpty) throw nothingWanted(path, wanted);
}

async function readEntry(zip: ZipFile, entry: Entry, guard: UnpackGuard): Promise<Pick<SourceEntry, 'bytes'>> {
  const refuse = (reason: string) => ({
    bytes: () => Promise.reject(new DecodeError('E-DECODE-001', reason, { path: entry.fileName })),
  });
  if (((entry.externalFileAttributes >>> 16) & UNIX_TYPE) === UNIX_LINK) return refuse('is a link');
  if (!entry.canDecodeFileData()) return refuse('is encrypted or packed in an unknown way');
  guard.addBytes(entry.uncompressedSize);
  try {
    const bytes = await buffer(await zip.openReadStreamPromise(entry));
    return { bytes: async () => bytes };
  } catch (error) {
    return refuse(`cannot be unpacked: ${(error as Error).message}`);
  }
}
