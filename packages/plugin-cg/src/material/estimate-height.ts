import { type Image, resample } from '@aigc/media/image';
import { graphicHeight, graphicWeight } from './graphic-height.js';
import { luminance } from './luminance.js';
import { paintConfidence } from './paint-confidence.js';
import { type Borders, createPlane, mapPlane, type Plane } from './plane.js';
import { textureHeight } from './texture-height.js';

/** Size of the height to make, and how the picture continues beyond its borders. */
export interface HeightOptions {
  readonly width: number;
  readonly height: number;
  readonly borders: Borders;
}

/** Height, and how the picture was read. */
export interface HeightEstimate {
  /** In pixels of the result. */
  readonly height: Plane;
  /** 0 texture to 1 two-tone graphic. */
  readonly graphic: number;
  /** 0 dark is low to 1 lit from above. */
  readonly lightFromAbove: number;
  /** How far brightness was taken for depth, in [0.5, 1]. */
  readonly confidence: number;
}

/**
 * Estimates the height of what a picture without alpha shows. A texture is read at its own resolution and its height
 * enlarged, so that slopes do not depend on the size asked for; the outline of a graphic is drawn at that size.
 */
export function estimateHeight(image: Image, { width, height, borders }: HeightOptions): HeightEstimate {
  const source = luminance(image);
  const border = borders.x === 'wrap' && borders.y === 'wrap' ? 'wrap' : 'clamp';
  const enlarge = (plane: Plane) => resample(plane, width, height, { kernel: 'mitchell', border });
  const graphic = graphicWeight(source);
  const confidence = paintConfidence(image);
  const flat = createPlane(width, height);
  const texture = graphic < 1 ? textureHeight(source, borders, confidence) : undefined;
  const enlargement = Math.max(width, height) / Math.max(image.width, image.height);
  const scale = (1 - graphic) * enlargement;
  const relief = texture === undefined ? flat : enlarge(texture.height);
  const plateau = graphic > 0 ? graphicHeight(enlarge(source), borders, enlargement) : flat;
  return {
    height: mapPlane(relief, (value, index) => scale * value + graphic * plateau.data[index]!),
    graphic,
    lightFromAbove: texture?.lightFromAbove ?? 0,
    confidence,
  };
}
