import type { Scene } from './scene.js';

/** How an object moves: all the way round, or to both sides of its front and back. */
export type TurntableMotion = 'turn' | 'swing';

// A swing this wide shows relief and gloss from both sides without hiding the front.
const SWING = (35 * Math.PI) / 180;
// Flatter than this share of its longest side, an object has a front worth staying with.
const FLAT = 0.35;

/** A swing for what is flat and faces +Z, a full turn for everything else. */
export function chooseMotion({ halfSize: [width, height, depth] }: Scene): TurntableMotion {
  return depth < FLAT * Math.min(width, height) ? 'swing' : 'turn';
}

/**
 * The object's turn in radians for each frame of a loop: the frame after the last would equal the first, which starts at the front.
 *
 * A turn is even; a swing follows a sine, so that it slows down at its ends.
 */
export function turntableTurns(motion: TurntableMotion, frames: number): number[] {
  return Array.from({ length: frames }, (_, frame) => {
    const angle = (frame / frames) * 2 * Math.PI;
    return motion === 'turn' ? angle : SWING * Math.sin(angle);
  });
}
