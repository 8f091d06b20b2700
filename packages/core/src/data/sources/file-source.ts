import { DatasetError } from '@aigc/plugin-api';

/** Which files of a folder or an archive are wanted. */
export interface WantedFiles {
  /** What messages call them, e.g. `images`. */
  readonly noun: string;
  /** Lower case, with the dot. */
  readonly extensions: readonly string[];
  /** Only files that this pattern matches (`*.base.jpg`). */
  readonly include?: string | undefined;
  /** A single file that is named itself is taken whatever its ending. */
  readonly takesAnyFile?: boolean;
}

/** Size of a picture whose bytes are its pixels, row by row. */
export interface PixelLayout {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

/** One file of a source, or one picture of a packed one. */
export interface SourceEntry {
  /** Relative to the source, with forward slashes. */
  readonly path: string;
  /** How far the source is read with this entry, in units of the source's `total`. */
  readonly done: number;
  /** Set where the bytes are pixels. */
  readonly pixels?: PixelLayout;
  /** Of the file that the bytes were made from, where it is not that of the bytes. */
  readonly sha256?: string;
  /** The content. Rejects with a DecodeError or an errno where it cannot be read. */
  bytes(): Promise<Uint8Array>;
}

/** Anything that holds files to learn from: a folder, an archive, a packed file. */
export interface FileSource {
  /** Absolute. */
  readonly path: string;
  readonly kind: 'folder' | 'file' | 'zip' | 'tar' | 'idx' | 'prepared';
  /** What `done` ends at: files, or bytes of a file that is read from end to end. */
  readonly total: number;
  /** Each wanted file, in the order of the source; one at a time is in memory. */
  entries(): AsyncIterable<SourceEntry>;
}

/** What a source without any wanted file is refused with. */
export function nothingWanted(path: string, { noun, extensions, include }: WantedFiles): DatasetError {
  const matching = include === undefined ? '' : ` that match ${include}`;
  return new DatasetError('E-DATA-004', `no ${noun}${matching} in ${path}`, {
    path,
    hints: [`${noun} end in ${extensions.join(', ')}; convert the files, or choose other data`],
  });
}
