import { GROUND } from '../cpu/ground-light.js';
import { GROUND_REACH } from '../cpu/ground-occlusion.js';
import { SURFACE_SHADOW } from '../cpu/shade.js';
import { SHADOW_SIZE } from '../cpu/shadow-map.js';
import { KEY_DIRECTION, KEY_SOFTNESS } from '../cpu/studio.js';
import { wgslPoints, wgslVector } from './wgsl-constants.js';

const [LX, , LZ] = KEY_DIRECTION;

/**
 * Looking up the key light's shadow map; `lightSpace` is the half width of the map and the height of its centre.
 *
 * A texel holds the height of the nearest surface towards the light, raised so that 0 is where nothing is.
 */
export const LIGHT_LIBRARY = `
const KEY = ${wgslVector(KEY_DIRECTION)};
const KEY_SIDE = normalize(${wgslVector([LZ, 0, -LX])});
const KEY_TOP = cross(KEY, KEY_SIDE);
const SHADOW_SIZE = f32(${SHADOW_SIZE});
const GROUND_REACH = f32(${GROUND_REACH});
const SURFACE_DISC = ${wgslPoints(SURFACE_SHADOW.disc)};
const GROUND_DISC = ${wgslPoints(GROUND.shadowDisc)};
const SEARCH_DISC = ${wgslPoints(GROUND.searchDisc)};

fn raisedHeight(position: vec3f, lightSpace: vec2f) -> f32 {
  // More than the darkest corner of the ground lies below the map's centre.
  return dot(position - vec3f(0, lightSpace.y, 0), KEY) + 4 * GROUND_REACH;
}
fn toLight(position: vec3f, lightSpace: vec2f) -> vec3f {
  let centred = position - vec3f(0, lightSpace.y, 0);
  let place = vec2f(dot(centred, KEY_SIDE), -dot(centred, KEY_TOP)) / lightSpace.x;
  return vec3f((place * 0.5 + 0.5) * SHADOW_SIZE, raisedHeight(position, lightSpace));
}
fn heightAt(map: texture_2d<f32>, place: vec2f) -> f32 {
  let texel = vec2i(floor(place));
  if (any(texel < vec2i(0)) || any(texel >= vec2i(${SHADOW_SIZE}))) { return 0; }
  return textureLoad(map, texel, 0).r;
}
`;

/** The height that a texel of the shadow map holds. */
export const SHADOW_MAP_SHADER = `
fn drawShadowMap(position: vec3f, lightSpace: vec2f) -> vec4f {
  return vec4f(raisedHeight(position, lightSpace));
}
`;

/** Light on the ground at a texel of its map: the key's soft shadow, and the sky that the object hides. */
export const GROUND_SHADER = `
fn drawGroundLight(cell: vec2f, size: f32, turn: vec2f, lightSpace: vec2f, shadow: texture_2d<f32>,
    hidden: texture_2d<f32>, hiddenSampler: sampler) -> vec4f {
  let ground = cell * 2 * GROUND_REACH / size - GROUND_REACH;
  let place = toLight(vec3f(ground.x, ${GROUND.lift}, ground.y), lightSpace);
  let texelsPerUnit = SHADOW_SIZE / 2 / lightSpace.x;
  var above = 0f;
  var blockers = 0f;
  for (var i = 0; i < ${GROUND.searchDisc.length / 2}; i++) {
    let higher = heightAt(shadow, place.xy + SEARCH_DISC[i] * ${GROUND.searchRadius} * texelsPerUnit) - place.z;
    if (higher > 0) {
      above += higher;
      blockers += 1;
    }
  }
  var key = 1f;
  if (blockers > 0) {
    let softness = max(1.5, above / blockers * ${KEY_SOFTNESS} * texelsPerUnit);
    key = 0;
    for (var i = 0; i < ${GROUND.shadowDisc.length / 2}; i++) {
      key += select(0f, 1f, heightAt(shadow, place.xy + GROUND_DISC[i] * softness) <= place.z);
    }
    key /= ${GROUND.shadowDisc.length / 2};
  }
  let turned = vec2f(ground.x * turn.y - ground.y * turn.x, ground.x * turn.x + ground.y * turn.y);
  let sky = 1 - textureSampleLevel(hidden, hiddenSampler, (turned / GROUND_REACH) * 0.5 + 0.5, 0).r;
  return vec4f(mix(sky, key, ${GROUND.keyShare}));
}
`;
