import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { AigcError, DecodeError } from '@aigc/plugin-api';
import { Parser, type ReadEntry } from 'tar';
import { type ArchiveLimits, damagedArchive, UnpackGuard } from './archive-limits.js';
import { type FileSource, nothingWanted, type SourceEntry, type WantedFiles } from './file-source.js';
import { relativeName } from './relative-name.js';
import { isWanted } from './wanted-file.js';

/** How a tar archive is read. */
export interface TarOptions {
  readonly isGzipped: boolean;
  readonly wanted: WantedFiles;
  readonly limits?: ArchiveLimits | undefined;
}

/**
 * A `.tar` or `.tar.gz` as a source. It is read from end to end and never unpacked to disk; links and names that lead out of
 * the archive are reported as unusable files.
 */
export async function openTarSource(path: string, options: TarOptions): Promise<FileSource> {
  const total = (await stat(path)).size;
  return { path, kind: 'tar', total, entries: () => readTar(path, total, options) };
}

async function* readTar(path: string, total: number, { isGzipped, wanted, limits }: TarOptions): AsyncGenerator<SourceEntry> {
  const guard = new UnpackGuard(path, total, limits);
  const file = createReadStream(path);
  const unpacked = isGzipped ? file.pipe(createGunzip()) : file;
  file.on('error', (error) => unpacked.destroy(error));
  const tar = new TarEntries(wanted, guard);
  let isEmpty = true;
  try {
    for await (const chunk of unpacked as AsyncIterable<Buffer>) {
      guard.addBytes(chunk.length);
      for (const entry of tar.write(chunk)) {
        isEmpty = false;
        yield { ...entry, done: file.bytesRead };
      }
    }
    tar.end();
  } catch (error) {
    throw AigcError.isInstance(error) ? error : damagedArchive(path, error);
  } finally {
    file.destroy();
  }
  if (isEmpty) throw nothingWanted(path, wanted);
}

type FoundEntry = Omit<SourceEntry, 'done'>;

/** Feeds the parser and gathers the entries that each piece completes. */
class TarEntries {
  private readonly parser: Parser;
  private readonly wanted: WantedFiles;
  private readonly guard: UnpackGuard;
  private ready: FoundEntry[] = [];
  private failure: unknown;

  constructor(wanted: WantedFiles, guard: UnpackGuard) {
    this.wanted = wanted;
    this.guard = guard;
    this.parser = new Parser({ strict: true, onReadEntry: (entry) => this.take(entry) });
    this.parser.on('error', (error: unknown) => {
      this.failure ??= error;
    });
  }

  write(chunk: Buffer): FoundEntry[] {
    this.parser.write(chunk);
    return this.drain();
  }

  end(): void {
    this.parser.end();
    this.drain();
  }

  private drain(): FoundEntry[] {
    if (this.failure !== undefined) throw this.failure;
    const { ready } = this;
    this.ready = [];
    return ready;
  }

  private take(entry: ReadEntry): void {
    const name = relativeName(entry.path);
    const isFile = entry.type === 'File' || entry.type === 'OldFile' || entry.type === 'ContiguousFile';
    const isLink = entry.type === 'Link' || entry.type === 'SymbolicLink';
    try {
      if (entry.type !== 'Directory') this.guard.addEntry(entry.path, entry.size);
    } catch (error) {
      this.failure ??= error;
    }
    if (this.failure !== undefined || !(isFile || isLink) || !isWanted(name.path, this.wanted)) {
      entry.resume();
      return;
    }
    if (isLink || !name.isInside) {
      this.refuse(name.path, isLink ? 'is a link' : 'has a name that leads out of the archive');
      entry.resume();
      return;
    }
    const parts: Buffer[] = [];
    entry.on('data', (part: Buffer) => parts.push(part));
    entry.on('end', () => {
      const bytes = Buffer.concat(parts);
      this.ready.push({ path: name.path, bytes: async () => bytes });
    });
  }

  private refuse(path: string, reason: string): void {
    const bytes = () => Promise.reject(new DecodeError('E-DECODE-001', reason, { path }));
    this.ready.push({ path, bytes });
  }
}
