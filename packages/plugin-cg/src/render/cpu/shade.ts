import { type SceneMaterial, TEXEL_CHANNELS } from '../scene.js';
import { type EnvironmentMap, sampleEnvironment } from './environment-map.js';
import { evaluateBasis, type Irradiance, sampleIrradiance } from './irradiance.js';
import { sampleTexture } from './sample-texture.js';
import { discPoints, keyVisibility, SHADOW_SIZE, type ShadowMap, toLight } from './shadow-map.js';
import { KEY_COLOUR, KEY_DIRECTION, KEY_STRENGTH } from './studio.js';
import type { Surface } from './surface.js';

/** What lights a surface. */
export interface Lighting {
  readonly environment: EnvironmentMap;
  readonly irradiance: Irradiance;
  readonly shadow: ShadowMap;
}

/** Where a surface is and how the object is turned. */
export interface ShadePlace {
  readonly lighting: Lighting;
  /** World position, [3]. */
  readonly position: Float64Array;
  /** Unit vector to the camera, [3]. */
  readonly toCamera: Float64Array;
  /** Of the object's turn. */
  sine: number;
  cosine: number;
}

/** Lookups of the key's shadow on a surface, in texels: soft enough to hide the map's steps, far enough off not to shadow itself. */
export const SURFACE_SHADOW = { disc: discPoints(12), radius: 2.4, offset: 2.8 } as const;
/** Smoothest surface there is, and least cosine at which a mapped normal may face the camera. */
export const LEAST_ROUGHNESS = 0.05;
export const LEAST_FACING = 0.12;

const texel = new Float64Array(TEXEL_CHANNELS);
const geometric = new Float64Array(3);
const normal = new Float64Array(3);
const reflected = new Float64Array(3);
const mirror = new Float64Array(4);
const ambient = new Float64Array(3);
const basis = new Float64Array(9);
const lightPlace = new Float64Array(3);

/**
 * Light that a surface sends to the camera, linear RGB: metallic-roughness with GGX reflections of the studio by the split sum,
 * Lambert under the key light with its shadow, and diffuse light of the studio.
 *
 * @see glTF 2.0, appendix B; Karis 2013; Fdez-Agüera 2019 for the light that bounces more than once
 */
export function shade(out: Float64Array, surface: Surface, material: SceneMaterial, place: ShadePlace): void {
  const { lighting, toCamera } = place;
  readTexel(surface, material);
  const shortening = orient(surface, material, place);
  const roughness = filterRoughness((texel[6] as number) * material.roughness, shortening);
  const metallic = (texel[7] as number) * material.metallic;
  const occlusion = 1 + ((texel[8] as number) - 1) * material.occlusionStrength;
  const cosine = faceCamera(toCamera);
  const nx = normal[0] as number;
  const ny = normal[1] as number;
  const nz = normal[2] as number;
  reflected[0] = 2 * cosine * nx - (toCamera[0] as number);
  reflected[1] = 2 * cosine * ny - (toCamera[1] as number);
  reflected[2] = 2 * cosine * nz - (toCamera[2] as number);
  sampleEnvironment(mirror, lighting.environment, reflected, roughness);
  evaluateBasis(basis, nx, ny, nz);
  sampleIrradiance(ambient, lighting.irradiance, basis);
  const keyCosine = nx * KEY_DIRECTION[0] + ny * KEY_DIRECTION[1] + nz * KEY_DIRECTION[2];
  const visible = keyShadow(place);
  const key = Math.max(0, keyCosine) * visible * microShadow(keyCosine, occlusion) * KEY_STRENGTH;
  // Reflections that would come from behind the surface, and those that crevices hide.
  const horizon = Math.min(1, Math.max(0, 1 + dot(geometric, reflected)));
  const opening =
    Math.min(1, Math.max(0, (cosine + occlusion) ** (2 ** (-16 * roughness - 1)) - 1 + occlusion)) * horizon * horizon;
  const [scale, bias] = splitSum(roughness, cosine);
  const lost = 1 / (scale + bias) - 1;
  for (let channel = 0; channel < 3; channel++) {
    const base = (texel[channel] as number) * (material.baseColor[channel] as number);
    const f0 = 0.04 + (base - 0.04) * metallic;
    const reflectance = Math.min(1, (f0 * scale + bias) * (1 + f0 * lost));
    const mirrored = (mirror[channel] as number) + (mirror[3] as number) * (KEY_COLOUR[channel] as number) * visible;
    const diffuse = base * (1 - metallic) * (1 - reflectance);
    const received = (ambient[channel] as number) * occlusion + key * (KEY_COLOUR[channel] as number);
    out[channel] = diffuse * received + reflectance * mirrored * opening + (material.emissive[channel] as number);
  }
}

function readTexel(surface: Surface, { texture }: SceneMaterial): void {
  if (texture !== undefined) sampleTexture(texel, texture, surface.uv, surface.footprint);
  else texel.set([1, 1, 1, 0.5, 0.5, 1, 1, 1, 1]);
}

/** Sets the geometric and the mapped normal in world space; returns the length that the map's mean normal had. */
function orient(surface: Surface, { normalScale }: SceneMaterial, { sine, cosine }: ShadePlace): number {
  const { frame } = surface;
  const sign = surface.isBack ? -1 : 1;
  const x = frame[0] as number;
  const y = frame[1] as number;
  const z = frame[2] as number;
  const inverse = sign / Math.hypot(x, y, z);
  const nx = (x * cosine + z * sine) * inverse;
  const ny = y * inverse;
  const nz = (z * cosine - x * sine) * inverse;
  let tx = frame[3] as number;
  let ty = frame[4] as number;
  let tz = frame[5] as number;
  const turnedX = tx * cosine + tz * sine;
  tz = tz * cosine - tx * sine;
  tx = turnedX;
  const along = tx * nx + ty * ny + tz * nz;
  tx -= along * nx;
  ty -= along * ny;
  tz -= along * nz;
  const length = Math.hypot(tx, ty, tz) || 1;
  tx /= length;
  ty /= length;
  tz /= length;
  const handedness = (frame[6] as number) * sign;
  const bx = (ny * tz - nz * ty) * handedness;
  const by = (nz * tx - nx * tz) * handedness;
  const bz = (nx * ty - ny * tx) * handedness;
  const mx = (texel[3] as number) * 2 - 1;
  const my = (texel[4] as number) * 2 - 1;
  const mz = Math.max(0.01, (texel[5] as number) * 2 - 1);
  const sx = mx * normalScale;
  const sy = my * normalScale;
  const scaled = Math.hypot(sx, sy, mz);
  geometric[0] = nx;
  geometric[1] = ny;
  geometric[2] = nz;
  normal[0] = (tx * sx + bx * sy + nx * mz) / scaled;
  normal[1] = (ty * sx + by * sy + ny * mz) / scaled;
  normal[2] = (tz * sx + bz * sy + nz * mz) / scaled;
  return Math.min(1, Math.hypot(mx, my, mz));
}

/** Bends a mapped normal that turns away from the camera back to its rim, where mirrors would be total; returns their cosine. */
function faceCamera(toCamera: Float64Array): number {
  const facing = dot(normal, toCamera);
  if (facing >= LEAST_FACING) return Math.min(1, facing);
  for (let axis = 0; axis < 3; axis++) {
    normal[axis] = (normal[axis] as number) + (LEAST_FACING - facing) * (toCamera[axis] as number);
  }
  const length = Math.sqrt(dot(normal, normal));
  for (let axis = 0; axis < 3; axis++) normal[axis] = (normal[axis] as number) / length;
  return LEAST_FACING / length;
}

/**
 * Roughness of a surface whose normals spread within the pixel: without it, fine relief glitters from frame to frame.
 *
 * @see Neubelt and Pettineo 2013, Crafting a Next-Gen Material Pipeline for The Order: 1886
 */
function filterRoughness(roughness: number, shortening: number): number {
  const alpha = Math.max(LEAST_ROUGHNESS, roughness) ** 2;
  if (shortening > 0.9999) return Math.sqrt(alpha);
  const square = shortening * shortening;
  const spread = (1 - square) / (shortening * (3 - square));
  return Math.sqrt(Math.min(1, Math.sqrt(alpha * alpha + spread)));
}

function keyShadow({ lighting: { shadow }, position }: ShadePlace): number {
  const facing = dot(geometric, KEY_DIRECTION);
  if (facing <= 0) return 0;
  const offset = (SURFACE_SHADOW.offset * 2 * shadow.radius) / SHADOW_SIZE;
  for (let axis = 0; axis < 3; axis++) {
    lightPlace[axis] = (position[axis] as number) + (geometric[axis] as number) * offset;
  }
  toLight(lightPlace, shadow, 0);
  // Fades to the side away from the light, where the map's texels are coarser than the surface's slope.
  return keyVisibility(shadow, lightPlace, SURFACE_SHADOW.disc, SURFACE_SHADOW.radius) * Math.min(1, facing * 8);
}

/** Key light that crevices keep out: they open only towards their normal. @see Chan 2018, Material Advances in Call of Duty: WWII */
function microShadow(keyCosine: number, occlusion: number): number {
  return Math.min(1, Math.max(0, Math.abs(keyCosine) + 2 * occlusion * occlusion - 1));
}

function dot(a: { readonly [axis: number]: number }, b: { readonly [axis: number]: number }): number {
  return (a[0] as number) * (b[0] as number) + (a[1] as number) * (b[1] as number) + (a[2] as number) * (b[2] as number);
}

/** Scale and bias of F0 in the second half of the split sum. @see Karis 2014, Physically Based Shading on Mobile */
function splitSum(roughness: number, cosine: number): readonly [scale: number, bias: number] {
  const x = 1 - roughness;
  const y = 0.0425 - 0.0275 * roughness;
  const a = Math.min(x * x, 2 ** (-9.28 * cosine)) * x + y;
  return [-1.04 * a + 1.04 - 0.572 * roughness, Math.max(0, 1.04 * a - 0.04 + 0.022 * roughness)];
}
