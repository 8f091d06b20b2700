import { ENVIRONMENT_SIZES } from '../cpu/environment-map.js';
import { LEAST_FACING, LEAST_ROUGHNESS, SURFACE_SHADOW } from '../cpu/shade.js';
import { KEY_COLOUR, KEY_STRENGTH } from '../cpu/studio.js';
import { TONE } from '../cpu/tone-map.js';
import { wgslVector } from './wgsl-constants.js';

const LAST = ENVIRONMENT_SIZES.length - 1;
const ROWS = ENVIRONMENT_SIZES.map((_, level) =>
  ENVIRONMENT_SIZES.slice(0, level).reduce<number>((sum, size) => sum + size + 2, 0),
);

/** Size in texels of the picture that holds the environment maps of all roughnesses, one below the other, with their borders. */
export const ATLAS_SIZE = {
  width: Math.max(...ENVIRONMENT_SIZES) + 2,
  height: ENVIRONMENT_SIZES.reduce<number>((sum, size) => sum + size + 2, 0),
} as const;

/** What the shading of surfaces is made of; follows the CPU renderer's shade.ts step by step. */
export const SURFACE_LIBRARY = `
const MAP_SIZES = array<f32, ${LAST + 1}>(${ENVIRONMENT_SIZES.join(', ')});
const MAP_ROWS = array<f32, ${LAST + 1}>(${ROWS.join(', ')});
const ATLAS_SIZE = ${wgslVector([ATLAS_SIZE.width, ATLAS_SIZE.height])};
const KEY_COLOUR = ${wgslVector(KEY_COLOUR)};

fn turnAbout(v: vec3f, turn: vec2f) -> vec3f {
  return vec3f(v.x * turn.y + v.z * turn.x, v.y, v.z * turn.y - v.x * turn.x);
}
fn environmentLevel(map: texture_2d<f32>, mapSampler: sampler, octahedral: vec2f, level: i32) -> vec4f {
  let place = (octahedral * 0.5 + 0.5) * MAP_SIZES[level] + vec2f(1, 1 + MAP_ROWS[level]);
  return textureSampleLevel(map, mapSampler, place / ATLAS_SIZE, 0);
}
fn sampleEnvironment(map: texture_2d<f32>, mapSampler: sampler, direction: vec3f, roughness: f32) -> vec4f {
  let p = direction / (abs(direction.x) + abs(direction.y) + abs(direction.z));
  var octahedral = p.xz;
  if (p.y < 0) { octahedral = (1 - abs(p.zx)) * select(vec2f(1), vec2f(-1), p.xz < vec2f(0)); }
  let level = clamp(roughness * ${LAST}, 0, ${LAST});
  let lower = min(${LAST - 1}, i32(floor(level)));
  let smoother = environmentLevel(map, mapSampler, octahedral, lower);
  return mix(smoother, environmentLevel(map, mapSampler, octahedral, lower + 1), level - f32(lower));
}
fn filterRoughness(roughness: f32, shortening: f32) -> f32 {
  let alpha = pow(max(${LEAST_ROUGHNESS}, roughness), 2);
  // Half floats round lengths by up to 0.0005: no less than that is the normals' own.
  if (shortening > 0.9993) { return sqrt(alpha); }
  let spread = (1 - shortening * shortening) / (shortening * (3 - shortening * shortening));
  return sqrt(min(1, sqrt(alpha * alpha + spread)));
}
fn keyShadow(position: vec3f, geometric: vec3f, lightSpace: vec2f, shadow: texture_2d<f32>) -> f32 {
  let facing = dot(geometric, KEY);
  if (facing <= 0) { return 0; }
  let offset = ${SURFACE_SHADOW.offset} * 2 * lightSpace.x / SHADOW_SIZE;
  let place = toLight(position + geometric * offset, lightSpace);
  var lit = 0f;
  for (var i = 0; i < ${SURFACE_SHADOW.disc.length / 2}; i++) {
    lit += select(0f, 1f, heightAt(shadow, place.xy + SURFACE_DISC[i] * ${SURFACE_SHADOW.radius}) <= place.z);
  }
  return lit / ${SURFACE_SHADOW.disc.length / 2} * min(1, facing * 8);
}
fn splitSum(roughness: f32, cosine: f32) -> vec2f {
  let x = 1 - roughness;
  let y = 0.0425 - 0.0275 * roughness;
  let a = min(x * x, exp2(-9.28 * cosine)) * x + y;
  return vec2f(-1.04 * a + 1.04 - 0.572 * roughness, max(0, 1.04 * a - 0.04 + 0.022 * roughness));
}
fn toneMap(colour: vec3f) -> vec3f {
  let peak = max(colour.r, max(colour.g, colour.b));
  if (peak < ${TONE.start}) { return colour; }
  let room = 1 - f32(${TONE.start});
  let newPeak = 1 - room * room / (peak + room - ${TONE.start});
  let faded = 1 - 1 / (${TONE.desaturation} * (peak - newPeak) + 1);
  return mix(colour * newPeak / peak, vec3f(newPeak), faded);
}
`;

/**
 * Light that a surface sends to the camera, tone mapped.
 *
 * `paint` is base colour and roughness, `bump` the normal and metallic; the factors are the material's.
 */
export const SURFACE_SHADER = `
fn shadeSurface(position: vec3f, vertexNormal: vec3f, tangent: vec4f, face: f32, paint: vec4f, bump: vec4f, cavity: f32,
    colourFactor: vec4f, factors: vec3f, emissive: vec3f, eye: vec3f, turn: vec2f, lightSpace: vec2f,
    shadow: texture_2d<f32>, environment: texture_2d<f32>, environmentSampler: sampler) -> vec4f {
  let toCamera = normalize(eye - position);
  let geometric = turnAbout(normalize(vertexNormal) * face, turn);
  let along = turnAbout(tangent.xyz, turn);
  var side = along - dot(along, geometric) * geometric;
  side = side / max(length(side), 1e-20);
  let across = cross(geometric, side) * select(-1f, 1f, tangent.w >= 0) * face;
  let raw = vec3f(bump.xy, max(0.01, bump.z));
  var normal = normalize(side * raw.x * factors.y + across * raw.y * factors.y + geometric * raw.z);
  let roughness = filterRoughness(paint.a * factors.x, min(1, length(raw)));
  let metallic = bump.a * colourFactor.a;
  let occlusion = 1 + (cavity - 1) * factors.z;
  var cosine = dot(normal, toCamera);
  if (cosine < ${LEAST_FACING}) {
    normal += (${LEAST_FACING} - cosine) * toCamera;
    cosine = ${LEAST_FACING} / length(normal);
    normal = normalize(normal);
  }
  cosine = min(1, cosine);
  let reflected = 2 * cosine * normal - toCamera;
  let mirror = sampleEnvironment(environment, environmentSampler, reflected, roughness);
  let keyCosine = dot(normal, KEY);
  let visible = keyShadow(position, geometric, lightSpace, shadow);
  let crevice = saturate(abs(keyCosine) + 2 * occlusion * occlusion - 1);
  let key = max(0, keyCosine) * visible * crevice * ${KEY_STRENGTH};
  let horizon = saturate(1 + dot(geometric, reflected));
  let opening = saturate(pow(cosine + occlusion, exp2(-16 * roughness - 1)) - 1 + occlusion) * horizon * horizon;
  let sum = splitSum(roughness, cosine);
  let lost = 1 / (sum.x + sum.y) - 1;
  let base = paint.rgb * colourFactor.rgb;
  let f0 = mix(vec3f(0.04), base, metallic);
  let reflectance = min(vec3f(1), (f0 * sum.x + sum.y) * (1 + f0 * lost));
  let mirrored = mirror.rgb + mirror.a * KEY_COLOUR * visible;
  let diffuse = base * (1 - metallic) * (1 - reflectance);
  let received = irradiance(normal) * occlusion + key * KEY_COLOUR;
  return vec4f(toneMap(diffuse * received + reflectance * mirrored * opening + emissive), 1);
}
`;

/** The studio's diffuse light by its nine spherical-harmonic coefficients of RGB, [9, 3]. */
export function irradianceLibrary(coefficients: Float64Array): string {
  const c = Array.from({ length: 9 }, (_, term) => wgslVector([...coefficients.subarray(term * 3, term * 3 + 3)]));
  return `
fn irradiance(n: vec3f) -> vec3f {
  let sum = 0.282095 * ${c[0]} + 0.488603 * (n.y * ${c[1]} + n.z * ${c[2]} + n.x * ${c[3]})
    + 1.092548 * (n.x * n.y * ${c[4]} + n.y * n.z * ${c[5]} + n.x * n.z * ${c[7]})
    + 0.315392 * (3 * n.z * n.z - 1) * ${c[6]} + 0.546274 * (n.x * n.x - n.y * n.y) * ${c[8]};
  return max(vec3f(0), sum);
}
`;
}
