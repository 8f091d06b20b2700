import type { RecipeInput } from '@aigc/plugin-api';

/** Frames of a video that is about to be encoded, and where they come from. */
export interface FrameSource {
  /** Pixels of every frame. */
  readonly width: number;
  readonly height: number;
  readonly frameCount: number;
  /** What is being done while the frames are read, for progress. */
  readonly stage: string;
  /** What draws them; undefined for pictures that exist. */
  readonly renderer: string | undefined;
  /** Settings that decide the frames, for the recipe. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly inputs: readonly RecipeInput[];
  readonly warnings: readonly string[];
  /** The frames in order as rgb24; to be called once. */
  frames(): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}
