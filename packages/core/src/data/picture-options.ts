import type { Fit } from '@aigc/media/image';
import type { ColorPolicy, PicturePolicy } from './pictures/read-pictures.js';

/** Where pictures are, and what is made of them. Undefined means the default. */
export interface PictureOptions {
  /** A folder, an archive or a packed file. */
  readonly path: string;
  /** Only files that this pattern matches. */
  readonly include?: string | undefined;
  /** Side of the squares in pixels; default 64. */
  readonly size?: number | undefined;
  /** Default `cover`. */
  readonly fit?: Fit | undefined;
  /** RGB, 0 to 255; default black. */
  readonly background?: readonly [number, number, number] | undefined;
  /** Default `auto`. */
  readonly color?: ColorPolicy | undefined;
  /** Keeps large pictures whole, to cut squares out of them. */
  readonly crops?: boolean | undefined;
  /** Share of broken files that is accepted, 0 to 1; default 0.01. */
  readonly maxBad?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const USUAL_SIZE = 64;

/** The policy with its defaults. */
export function picturePolicy(options: PictureOptions): PicturePolicy {
  const { size = USUAL_SIZE, fit = 'cover', background = [0, 0, 0], color = 'auto', crops = false } = options;
  return { size, fit, background, color, crops };
}
