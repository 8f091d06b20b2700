import type { Fit } from '@aigc/media/image';
import type { DataFacts, HostTensor, InputSpec, Named, RandomStream } from '@aigc/plugin-api';
import type { AugmentSettings } from './augment/augmentations.js';
import type { DataManifest } from './data-manifest.js';
import type { HoldOut } from './held-out.js';
import type { ColorPolicy } from './pictures/read-pictures.js';

/** Which part of the data: what is learnt from, or what is held out. */
export type DataPart = 'train' | 'validation';

/** How data is read, apart from what the model asks for. Undefined means the default; a run keeps what it began with. */
export interface DataSettings {
  /** RGB, 0 to 255, of borders and under transparent pixels; default black. */
  readonly background?: readonly [number, number, number] | undefined;
  /** Share of broken files that is skipped, 0 to 1; default 0.01. */
  readonly maxBad?: number | undefined;
  /** Share held out, 0 to 1; default 0.1 for models that are validated, else 0. */
  readonly validationShare?: number | undefined;
  /** Which whole pictures are held out; default `hash`. */
  readonly holdOut?: HoldOut | undefined;
  /** Only files that this pattern matches, such as `*.base.jpg`; default all. */
  readonly include?: string | undefined;
  /** How pictures become squares; default `cover`, the middle cut out. */
  readonly fit?: Fit | undefined;
  /** What becomes of grey and of coloured pictures; default `auto`. */
  readonly color?: ColorPolicy | undefined;
  /** Takes squares at random places of large pictures; default what the model asks for. */
  readonly crops?: boolean | undefined;
  /** Random changes of the pictures that are learnt from, with their strengths; default none. */
  readonly augment?: AugmentSettings | undefined;
}

/** Data that was checked and can be read batch by batch. */
export interface Dataset {
  readonly facts: DataFacts;
  readonly manifest: DataManifest;
  readonly warnings: readonly string[];
  /** Shape of one example without the batch: `[H, W, C]` of pictures; of text `[]`, its length is the model's. */
  readonly exampleShape: readonly number[];
  /** Texts that belong to the run besides its configuration, by file name: `tokenizer.json`. */
  readonly files: Named<string>;
  /** Examples of a part: pictures or tokens. */
  count(part: DataPart): number;
  /**
   * Reads batches for those of `specs` that come from data.
   *
   * @throws ShapeMismatchError where a spec asks for other examples than the data holds.
   */
  openReader(specs: Named<InputSpec>, options: ReaderOptions): BatchReader;
}

/** How batches are chosen. */
export interface ReaderOptions {
  readonly part: DataPart;
  /** Decides order and augmentation; a batch follows from it and the index alone. */
  readonly stream: RandomStream;
  /** Gives the pictures as they are, without augmentation; default false. */
  readonly isPlain?: boolean;
}

/** Reads one batch after another, or any. */
export interface BatchReader {
  /** Examples in a batch. */
  readonly batchSize: number;
  /** Batches of one pass over the held-out part, the last one filled up from the start; infinite for training. */
  readonly batches: number;
  /** Milliseconds that callers of `read` have waited so far. */
  readonly waitMs: number;
  /** Inputs of batch `index` by name; counts from 0. The next `ahead`, by default one, are made ready meanwhile. */
  read(index: number, ahead?: number): Promise<Named<HostTensor>>;
}
