import { mapPlane, type Plane } from './plane.js';

/** Mean of eight gloss maps by game artists (0.75 to 0.90 by material). */
const MEAN_ROUGHNESS = 0.86;
/** Change of roughness by luminance: -0.25 to -0.68 in six of those eight, whose correlation is -0.47 to -0.95. */
const LUMINANCE_SLOPE = -0.4;
const RANGE = [0.3, 1] as const;

/** Roughness in [0.3, 1] from luminance in [0, 1]: worn, bright places are smoother, dark recesses rougher. */
export function luminanceToRoughness(luminance: Plane): Plane {
  const mean = luminance.data.reduce((sum, value) => sum + value, 0) / luminance.data.length;
  return mapPlane(luminance, (value) => {
    return Math.min(RANGE[1], Math.max(RANGE[0], MEAN_ROUGHNESS + LUMINANCE_SLOPE * (value - mean)));
  });
}
