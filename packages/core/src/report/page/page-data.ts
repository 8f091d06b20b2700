/** One curve, a point for each of its buckets of steps. */
export interface SeriesData {
  readonly name: string;
  /** Last step of each bucket, ascending. */
  readonly steps: readonly number[];
  readonly means: readonly number[];
  /** Smallest and largest value of each bucket; left out where every bucket holds one value. */
  readonly lows?: readonly number[];
  readonly highs?: readonly number[];
  /** Measured now and then, such as validation: drawn with its points. */
  readonly isSparse: boolean;
}

/** One plot. */
export interface ChartData {
  /** Of the figure that it is drawn in. */
  readonly id: string;
  readonly title: string;
  readonly isLogarithmic: boolean;
  readonly series: readonly SeriesData[];
}

/** Samples over time. */
export interface SlideshowData {
  /** Of the figure that it is shown in. */
  readonly id: string;
  readonly frames: readonly FrameData[];
}

/** What was drawn, or written, at a step. */
export interface FrameData {
  readonly step: number;
  /** Data URL of a picture. */
  readonly source?: string;
  readonly text?: string;
}

/** Everything that the script of a page needs. */
export interface PageData {
  readonly charts: readonly ChartData[];
  readonly slideshows: readonly SlideshowData[];
}
