import { type GroundLight, sampleGround } from './ground-light.js';
import { GROUND_REACH } from './ground-occlusion.js';
import type { CameraFrame } from './projection.js';

/** Linear grey of the paper sweep: in the light behind the object, and at the corners of the frame. */
export const PAPER = { centre: 0.4, corner: 0.13 } as const;

/** The studio's paper sweep behind the middle of a pixel, with the object's shadow on it; linear RGB that is not tone mapped. */
export function drawBackdrop(
  out: Float64Array,
  frame: CameraFrame,
  ground: GroundLight,
  pixel: { readonly x: number; readonly y: number },
): void {
  const x = (pixel.x + 0.5 - frame.centreX) / frame.scale;
  const y = (frame.centreY - pixel.y - 0.5) / frame.scale;
  const halfFrame = frame.centreY / frame.scale;
  const away = Math.hypot(x, (y - 0.15 * halfFrame) * 1.1) / (1.5 * halfFrame);
  const fade = Math.min(1, away);
  let grey = PAPER.centre + (PAPER.corner - PAPER.centre) * fade * fade * (3 - 2 * fade);
  grey *= groundLight(frame, ground, x, y);
  out[0] = grey;
  out[1] = grey * 0.995;
  out[2] = grey * 0.985;
}

function groundLight({ eye, forward, right, up }: CameraFrame, ground: GroundLight, x: number, y: number): number {
  const dy = forward[1] + x * right[1] + y * up[1];
  if (dy >= -1e-4) return 1;
  const distance = -eye[1] / dy;
  const gx = eye[0] + distance * (forward[0] + x * right[0] + y * up[0]);
  const gz = eye[2] + distance * (forward[2] + x * right[2] + y * up[2]);
  // The sweep rises into a wall: shadows end before the ground map does.
  const reach = Math.hypot(gx, gz) / GROUND_REACH;
  if (reach >= 1) return 1;
  const strength = 1 - Math.max(0, reach - 0.5) / 0.5;
  return 1 - strength * (1 - sampleGround(ground, gx, gz));
}
