import { sharedFloats } from '../scene.js';
import { ambientRadiance, keyRadiance } from './studio.js';

/**
 * The studio as seen by mirrors of growing roughness, one octahedral map each (roughness 0, 0.2 ... 1).
 *
 * A texel holds ambient RGB and, apart because it can be shadowed, the key light.
 */
export interface EnvironmentMap {
  readonly data: Float32Array;
}

/** Sides of the maps in texels, their borders not counted: rough mirrors blur, so that theirs may be small. */
export const ENVIRONMENT_SIZES = [256, 96, 48, 32, 32, 32] as const;
const SAMPLES = [4, 128, 192, 256, 256, 256] as const;
const OFFSETS = ENVIRONMENT_SIZES.map((_, level) =>
  ENVIRONMENT_SIZES.slice(0, level).reduce<number>((sum, size) => sum + floatsOf(size), 0),
);
const LAST = ENVIRONMENT_SIZES.length - 1;

/** A map with one more texel at every side, so that lookups at its border need no care. */
function floatsOf(size: number): number {
  return (size + 2) ** 2 * 4;
}

/**
 * Filters the studio with the GGX lobe for each roughness, looking straight at the surface.
 *
 * @see Karis 2013, Real Shading in Unreal Engine 4: split sum, pre-filtered environment map
 */
export function buildEnvironmentMap(): EnvironmentMap {
  const data = sharedFloats(ENVIRONMENT_SIZES.reduce<number>((sum, size) => sum + floatsOf(size), 0));
  const direction = new Float64Array(3);
  const radiance = new Float64Array(4);
  for (const [level, size] of ENVIRONMENT_SIZES.entries()) {
    const lobe = ggxLobe((level / LAST) ** 2, SAMPLES[level] as number);
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        if (level === 0) averageTexel(radiance, direction, { row, column, size });
        else {
          octahedralDirection(direction, (column + 0.5) / size, (row + 0.5) / size);
          gather(radiance, direction, lobe);
        }
        data.set(radiance, texelAt(level, row, column));
      }
    }
    copyBorder(data, level);
  }
  return { data };
}

/** Index of a texel; rows and columns run from -1 to size. */
function texelAt(level: number, row: number, column: number): number {
  return (OFFSETS[level] as number) + ((row + 1) * ((ENVIRONMENT_SIZES[level] as number) + 2) + column + 1) * 4;
}

/** The octahedron is folded along the map's border: beyond it lies the same border, turned about its middle. */
function copyBorder(data: Float32Array, level: number): void {
  const end = ENVIRONMENT_SIZES[level] as number;
  const copy = (row: number, column: number, fromRow: number, fromColumn: number) => {
    const from = texelAt(level, fromRow, fromColumn);
    data.copyWithin(texelAt(level, row, column), from, from + 4);
  };
  for (let index = 0; index < end; index++) {
    copy(-1, index, 0, end - 1 - index);
    copy(end, index, end - 1, end - 1 - index);
    copy(index, -1, end - 1 - index, 0);
    copy(index, end, end - 1 - index, end - 1);
  }
  for (const row of [-1, end]) {
    for (const column of [-1, end]) copy(row, column, row < 0 ? end - 1 : 0, column < 0 ? end - 1 : 0);
  }
}

/** Reads the map for a unit direction and roughness 0 to 1: ambient RGB and key. */
export function sampleEnvironment(out: Float64Array, { data }: EnvironmentMap, direction: Float64Array, roughness: number): void {
  const x = direction[0] as number;
  const y = direction[1] as number;
  const z = direction[2] as number;
  const sum = Math.abs(x) + Math.abs(y) + Math.abs(z);
  let u = x / sum;
  let v = z / sum;
  if (y < 0) {
    const folded = (1 - Math.abs(v)) * (u < 0 ? -1 : 1);
    v = (1 - Math.abs(u)) * (v < 0 ? -1 : 1);
    u = folded;
  }
  const level = Math.min(LAST, Math.max(0, roughness * LAST));
  const lower = Math.min(LAST - 1, Math.floor(level));
  out.fill(0);
  addLevel(out, data, lower, { u, v, weight: 1 - (level - lower) });
  addLevel(out, data, lower + 1, { u, v, weight: level - lower });
}

interface Lookup {
  readonly u: number;
  readonly v: number;
  readonly weight: number;
}

function addLevel(out: Float64Array, data: Float32Array, level: number, { u, v, weight }: Lookup): void {
  const size = ENVIRONMENT_SIZES[level] as number;
  const x = (u * 0.5 + 0.5) * size - 0.5;
  const y = (v * 0.5 + 0.5) * size - 0.5;
  const column = Math.floor(x);
  const row = Math.floor(y);
  const a = texelAt(level, row, column);
  const right = x - column;
  const down = y - row;
  const wb = right * (1 - down) * weight;
  const wc = (1 - right) * down * weight;
  const wd = right * down * weight;
  const wa = weight - wb - wc - wd;
  const below = a + (size + 2) * 4;
  for (let channel = 0; channel < 4; channel++) {
    out[channel] =
      (out[channel] as number) +
      wa * (data[a + channel] as number) +
      wb * (data[a + 4 + channel] as number) +
      wc * (data[below + channel] as number) +
      wd * (data[below + 4 + channel] as number);
  }
}

/** Unit direction of a point of the octahedral map; +Y is its centre. */
function octahedralDirection(out: Float64Array, u: number, v: number): void {
  let x = u * 2 - 1;
  let z = v * 2 - 1;
  const y = 1 - Math.abs(x) - Math.abs(z);
  if (y < 0) {
    const folded = (1 - Math.abs(z)) * (x < 0 ? -1 : 1);
    z = (1 - Math.abs(x)) * (z < 0 ? -1 : 1);
    x = folded;
  }
  const length = Math.hypot(x, y, z);
  out[0] = x / length;
  out[1] = y / length;
  out[2] = z / length;
}

function averageTexel(out: Float64Array, direction: Float64Array, texel: { row: number; column: number; size: number }): void {
  out.fill(0);
  const part = new Float64Array(3);
  for (let index = 0; index < 4; index++) {
    const u = (texel.column + 0.25 + 0.5 * (index & 1)) / texel.size;
    const v = (texel.row + 0.25 + 0.5 * (index >> 1)) / texel.size;
    octahedralDirection(direction, u, v);
    const [x, y, z] = direction as unknown as readonly [number, number, number];
    ambientRadiance(part, x, y, z);
    for (let channel = 0; channel < 3; channel++) out[channel] = (out[channel] as number) + (part[channel] as number) / 4;
    out[3] = (out[3] as number) + keyRadiance(x, y, z) / 4;
  }
}

/** Directions around +Z and weights of the reflections of a GGX surface, [count, 4]. */
function ggxLobe(alpha: number, count: number): Float64Array {
  const lobe = new Float64Array(count * 4);
  for (let index = 0; index < count; index++) {
    const angle = index * Math.PI * (3 - Math.sqrt(5));
    const share = (index + 0.5) / count;
    // Half vector by importance; the reflection of the normal about it.
    const cosine = Math.sqrt((1 - share) / (1 + (alpha * alpha - 1) * share));
    const sine = Math.sqrt(1 - cosine * cosine);
    const z = 2 * cosine * cosine - 1;
    lobe.set([2 * cosine * sine * Math.cos(angle), 2 * cosine * sine * Math.sin(angle), z, Math.max(0, z)], index * 4);
  }
  return lobe;
}

function gather(out: Float64Array, normal: Float64Array, lobe: Float64Array): void {
  const [nx, ny, nz] = normal as unknown as readonly [number, number, number];
  // Any frame around the normal.
  const [sx, sy, sz] = Math.abs(ny) < 0.9 ? scaleToUnit(nz, 0, -nx) : scaleToUnit(0, -nz, ny);
  const tx = ny * sz - nz * sy;
  const ty = nz * sx - nx * sz;
  const tz = nx * sy - ny * sx;
  out.fill(0);
  let total = 0;
  const part = new Float64Array(3);
  for (let at = 0; at < lobe.length; at += 4) {
    const a = lobe[at] as number;
    const b = lobe[at + 1] as number;
    const c = lobe[at + 2] as number;
    const weight = lobe[at + 3] as number;
    if (weight === 0) continue;
    const x = sx * a + tx * b + nx * c;
    const y = sy * a + ty * b + ny * c;
    const z = sz * a + tz * b + nz * c;
    ambientRadiance(part, x, y, z);
    for (let channel = 0; channel < 3; channel++) out[channel] = (out[channel] as number) + weight * (part[channel] as number);
    out[3] = (out[3] as number) + weight * keyRadiance(x, y, z);
    total += weight;
  }
  for (let channel = 0; channel < 4; channel++) out[channel] = (out[channel] as number) / total;
}

function scaleToUnit(x: number, y: number, z: number): readonly [number, number, number] {
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
}
