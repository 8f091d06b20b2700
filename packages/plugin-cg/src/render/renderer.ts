/** One picture to draw: the object turned about its vertical axis before a camera and lights that stand still. */
export interface View {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Radians, counter-clockwise seen from above. */
  readonly turn: number;
  readonly camera: Camera;
}

/** A pinhole camera that stands upright. */
export interface Camera {
  readonly eye: readonly [number, number, number];
  readonly target: readonly [number, number, number];
  /** Vertical field of view in radians. */
  readonly fieldOfView: number;
}

/** Draws views of one scene. */
export interface Renderer {
  /** What draws, for people: `CPU, 2 threads`. */
  readonly description: string;
  /** Calls of `render` worth having under way at once. */
  readonly concurrency: number;
  /** The picture as rgb24, rows from the top; the same view gives the same bytes. */
  render(view: View): Promise<Uint8Array>;
  /** Frees threads and devices; no call may follow. */
  close(): Promise<void>;
}
