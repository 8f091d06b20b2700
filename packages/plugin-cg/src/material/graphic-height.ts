// Height of a two-tone picture (icon, glyph, stencil): its bright part stands out as a plateau with a rounded bevel.
import { blur } from './blur.js';
import { distanceToZero } from './distance-transform.js';
import { type Borders, createPlane, mapPlane, type Plane } from './plane.js';
import { splitTones } from './two-tone.js';

/** Width of the bevel as a part of the shorter side. */
const BEVEL_WIDTH = 0.035;
/** Blur in pixels of the original before its outline is drawn at a larger size: grain would fray it. */
const GRAIN_BLUR = 0.6;
/** Blur before the outline is drawn and after the bevel is made, as parts of the bevel: takes steps and specks away. */
const OUTLINE_BLUR = 0.12;
const BEVEL_BLUR = 0.15;
/** Pixels by which an outline may be moved so that it runs between pixels. */
const SUBPIXEL = 0.5;
/** A picture counts as two-tone from the first to the second share of explained variance; most textures measure below 0.75. */
const EXPLAINED_RANGE = [0.78, 0.86] as const;
/** The same for the distance between the two tones. */
const CONTRAST_RANGE = [0.2, 0.35] as const;

/** How far a picture is a two-tone graphic rather than a texture, in [0, 1]. */
export function graphicWeight(luminance: Plane): number {
  const { explained, bright, dark } = splitTones(luminance);
  return rise(explained, EXPLAINED_RANGE) * rise(bright - dark, CONTRAST_RANGE);
}

/**
 * Height in pixels of a two-tone picture, 0 for the dark part; the bevel starts at 45 degrees and flattens like a quarter of
 * a sine, so that thin strokes become ridges.
 *
 * @param enlargement pixels for each one of the original picture
 */
export function graphicHeight(luminance: Plane, borders: Borders, enlargement = 1): Plane {
  const bevel = Math.max(2, BEVEL_WIDTH * Math.min(luminance.width, luminance.height));
  const grain = enlargement > 1 ? GRAIN_BLUR * enlargement : 0;
  const smooth = blur(luminance, Math.max(grain, OUTLINE_BLUR * bevel), borders);
  const { threshold } = splitTones(smooth);
  const bright = mapPlane(smooth, (value) => (value > threshold ? 1 : 0));
  const inside = distanceToZero(bright, borders, bevel + 1);
  const height = createPlane(luminance.width, luminance.height);
  for (let i = 0; i < height.data.length; i++) {
    const distance = Math.min(bevel, Math.max(0, inside.data[i]! - SUBPIXEL));
    height.data[i] = ((2 * bevel) / Math.PI) * Math.sin((Math.PI / 2) * (distance / bevel));
  }
  return blur(height, BEVEL_BLUR * bevel, borders);
}

function rise(value: number, [from, to]: readonly [number, number]): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}
