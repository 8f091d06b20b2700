// The photographer's studio that everything is drawn in. Directions are towards the light; the camera stands at +Z, +Y is up.

type Direction = readonly [number, number, number];

/** A rectangular softbox far away. */
interface Softbox {
  readonly direction: Direction;
  /** Horizontal axis of the box, perpendicular to the direction. */
  readonly side: Direction;
  readonly top: Direction;
  /** Tangents of half the opening angles. */
  readonly halfWidth: number;
  readonly halfHeight: number;
  readonly radiance: number;
}

/** Direction of the key light: above the camera, to the left, so that surfaces that face the camera show their relief. */
export const KEY_DIRECTION: Direction = unit([-0.55, 0.62, 0.72]);
/** Light that the key throws on a surface facing it, as a share of what white paper there reflects. */
export const KEY_STRENGTH = 0.74;
/** Linear RGB of the key: slightly warm. */
export const KEY_COLOUR: Direction = [1.02, 1, 0.96];
/** Tangent of the key's half opening angle, for the softness of shadows. */
export const KEY_SOFTNESS = 0.3;

// Squares of the distance from a box's middle, in half sides, between which its light fades.
const EDGE_START = 0.64;
const EDGE_END = 1.1;
const KEY_BOX = softbox(KEY_DIRECTION, { halfWidth: 0.42, halfHeight: 0.3, radiance: 1 });
// Radiance that gives KEY_STRENGTH: irradiance over pi is radiance * solid angle / pi for a small box.
const KEY_RADIANCE = (KEY_STRENGTH * Math.PI) / (4 * KEY_BOX.halfWidth * KEY_BOX.halfHeight * 0.8);

const BOXES: readonly Softbox[] = [
  softbox(unit([0.92, 0.22, 0.42]), { halfWidth: 0.3, halfHeight: 0.65, radiance: 0.9 }),
  softbox(unit([-0.9, 0.3, -0.5]), { halfWidth: 0.16, halfHeight: 0.8, radiance: 3.2 }),
  softbox(unit([0.86, 0.35, -0.62]), { halfWidth: 0.16, halfHeight: 0.8, radiance: 3 }),
  softbox(unit([0.05, 1, 0.1]), { halfWidth: 0.8, halfHeight: 0.6, radiance: 0.8 }),
];

/** Radiance of the studio without the key light from a unit direction, linear RGB. */
export function ambientRadiance(out: Float64Array, x: number, y: number, z: number): void {
  // Walls brighten upwards; the floor returns what falls on it; a large dim screen stands
  // behind the camera, or flat metal would be dark.
  const height = smooth(-0.25, 0.25, y);
  const wall = 0.26 + 0.2 * Math.max(0, y) + 0.1 * Math.max(0, z);
  const floor = 0.2 + 0.1 * (1 + y) + 0.06 * Math.max(0, z);
  let grey = floor + (wall - floor) * height;
  for (const box of BOXES) grey += boxRadiance(box, x, y, z);
  out[0] = grey * (1.01 - 0.03 * height);
  out[1] = grey;
  out[2] = grey * (0.98 + 0.05 * height);
}

/** Radiance of the key light's softbox from a unit direction. */
export function keyRadiance(x: number, y: number, z: number): number {
  return KEY_RADIANCE * boxRadiance(KEY_BOX, x, y, z);
}

function boxRadiance(box: Softbox, x: number, y: number, z: number): number {
  const { direction, side, top, halfWidth, halfHeight, radiance } = box;
  const ahead = x * direction[0] + y * direction[1] + z * direction[2];
  if (ahead <= 0.05) return 0;
  const across = ((x * side[0] + y * side[1] + z * side[2]) / (ahead * halfWidth)) ** 2;
  if (across >= EDGE_END) return 0;
  const along = ((x * top[0] + y * top[1] + z * top[2]) / (ahead * halfHeight)) ** 2;
  if (along >= EDGE_END) return 0;
  // The cloth is brightest in the middle and ends softly.
  return (
    radiance *
    (1 - smooth(EDGE_START, EDGE_END, across)) *
    (1 - smooth(EDGE_START, EDGE_END, along)) *
    (1.1 - 0.1 * (across + along))
  );
}

function softbox(direction: Direction, shape: Pick<Softbox, 'halfWidth' | 'halfHeight' | 'radiance'>): Softbox {
  const [x, y, z] = direction;
  const side = Math.abs(y) > 0.95 ? ([1, 0, 0] as const) : unit([z, 0, -x]);
  const top = unit([y * side[2] - z * side[1], z * side[0] - x * side[2], x * side[1] - y * side[0]]);
  return { direction, side, top, ...shape };
}

function unit([x, y, z]: Direction): Direction {
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
}

function smooth(from: number, to: number, value: number): number {
  if (value <= from) return 0;
  if (value >= to) return 1;
  const t = (value - from) / (to - from);
  return t * t * (3 - 2 * t);
}
