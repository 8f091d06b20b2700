import type { Camera } from './renderer.js';
import type { Scene } from './scene.js';

// A long lens from slightly above, as products are photographed.
const FIELD_OF_VIEW = (26 * Math.PI) / 180;
const ELEVATION = (11 * Math.PI) / 180;
// Share of the half frame that the object may reach.
const FILL = 0.84;
const SAMPLED_VERTICES = 4000;
const SEARCH_STEPS = 24;

/** Places a camera so that a scene fills the frame and stays inside it at all given turns (radians). */
export function fitCamera(scene: Scene, turns: readonly number[], aspect: number): Camera {
  const target = [0, scene.halfSize[1], 0] as const;
  const points = samplePoints(scene);
  let [near, far] = [0.5, 100];
  for (let step = 0; step < SEARCH_STEPS; step++) {
    const distance = (near + far) / 2;
    if (fits(points, turns, { distance, centreY: target[1], aspect })) far = distance;
    else near = distance;
  }
  const eye = [0, target[1] + far * Math.sin(ELEVATION), far * Math.cos(ELEVATION)] as const;
  return { eye, target, fieldOfView: FIELD_OF_VIEW };
}

function samplePoints({ mesh: { positions } }: Scene): readonly (readonly [number, number, number])[] {
  const count = positions.length / 3;
  const stride = Math.max(1, Math.floor(count / SAMPLED_VERTICES));
  return Array.from({ length: Math.ceil(count / stride) }, (_, index) => {
    const at = index * stride * 3;
    return [positions[at] as number, positions[at + 1] as number, positions[at + 2] as number] as const;
  });
}

function fits(
  points: readonly (readonly [number, number, number])[],
  turns: readonly number[],
  { distance, centreY, aspect }: { readonly distance: number; readonly centreY: number; readonly aspect: number },
): boolean {
  const limit = FILL * Math.tan(FIELD_OF_VIEW / 2);
  const [sine, cosine] = [Math.sin(ELEVATION), Math.cos(ELEVATION)];
  return turns.every((turn) => {
    const [turnSine, turnCosine] = [Math.sin(turn), Math.cos(turn)];
    return points.every(([x, y, z]) => {
      const turnedX = x * turnCosine + z * turnSine;
      const turnedZ = z * turnCosine - x * turnSine;
      const depth = distance - (y - centreY) * sine - turnedZ * cosine;
      const up = (y - centreY) * cosine - turnedZ * sine;
      return depth > 0 && Math.abs(up) <= limit * depth && Math.abs(turnedX) <= limit * aspect * depth;
    });
  });
}
