// Codes: E-DATA-021 damaged archive, -022 it would unpack to too much.
import { DatasetError } from '@aigc/plugin-api';

const MiB = 2 ** 20;

/** What an archive may hold; everything is checked before it is in memory. */
export interface ArchiveLimits {
  readonly entries: number;
  readonly entryBytes: number;
  /** Unpacked over packed size, looked at from `ratioFromBytes` unpacked bytes on. */
  readonly ratio: number;
  readonly ratioFromBytes: number;
}

/** Pictures and text pack to a tenth at best, and gzip to a thousandth. */
export const ARCHIVE_LIMITS: ArchiveLimits = {
  entries: 5_000_000,
  entryBytes: 256 * MiB,
  ratio: 100,
  ratioFromBytes: 64 * MiB,
};

/** Counts what comes out of an archive and stops one that would fill memory or never end. */
export class UnpackGuard {
  private readonly path: string;
  private readonly packedBytes: number;
  private readonly limits: ArchiveLimits;
  private unpacked = 0;
  private entries = 0;

  constructor(path: string, packedBytes: number, limits: ArchiveLimits = ARCHIVE_LIMITS) {
    this.path = path;
    this.packedBytes = packedBytes;
    this.limits = limits;
  }

  /** @throws DatasetError E-DATA-022 */
  addBytes(count: number): void {
    this.unpacked += count;
    const { ratio, ratioFromBytes } = this.limits;
    if (this.unpacked < ratioFromBytes || this.unpacked <= ratio * this.packedBytes) return;
    throw this.refused(`unpacks to more than ${ratio} times its size`);
  }

  /** @throws DatasetError E-DATA-022 */
  addEntry(name: string, size: number): void {
    const { entries, entryBytes } = this.limits;
    this.entries += 1;
    if (this.entries > entries) throw this.refused(`holds more than ${entries} files`);
    if (size > entryBytes)
      throw this.refused(`holds a file of ${Math.ceil(size / MiB)} MiB, more than ${entryBytes / MiB} (${name})`);
  }

  private refused(what: string): DatasetError {
    return new DatasetError('E-DATA-022', `the archive ${what}`, {
      path: this.path,
      note: 'nothing was unpacked to disk',
      hints: ['unpack it yourself where you trust it, and give --data the folder'],
    });
  }
}

/** What is thrown where an archive cannot be read to its end. */
export function damagedArchive(path: string, cause: unknown): DatasetError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new DatasetError('E-DATA-021', `the archive is damaged or truncated: ${reason}`, {
    path,
    hints: ['get the file again from where it came from'],
    cause,
  });
}
