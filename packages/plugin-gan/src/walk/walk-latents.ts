import { slerp } from './slerp.js';

/**
 * Latents of a frame of a closed loop through some points, in their order and back to the first: one stretch for each point, all
 * equally long, so that the step from the last frame to the first is like any other.
 *
 * @param points latents of each seed
 * @param frame 0 to `frames - 1`
 */
export function walkLatents(points: readonly Float32Array[], frame: number, frames: number): Float32Array {
  const at = (frame / frames) * points.length;
  const start = Math.floor(at);
  return slerp(points[start] as Float32Array, points[(start + 1) % points.length] as Float32Array, at - start);
}
