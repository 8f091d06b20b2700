import { PAPER } from '../cpu/backdrop.js';

/** The studio's paper sweep behind a pixel with the object's shadow on it; `lens` is the scale and the middle of the frame. */
export const BACKDROP_SHADER = `
fn drawBackdrop(pixel: vec2f, eye: vec3f, right: vec3f, up: vec3f, forward: vec3f, lens: vec3f,
    ground: texture_2d<f32>, groundSampler: sampler) -> vec4f {
  let x = (pixel.x - lens.y) / lens.x;
  let y = (lens.z - pixel.y) / lens.x;
  let halfFrame = lens.z / lens.x;
  let fade = min(1, length(vec2f(x, (y - 0.15 * halfFrame) * 1.1)) / (1.5 * halfFrame));
  var grey = ${PAPER.centre} + (${PAPER.corner} - ${PAPER.centre}) * fade * fade * (3 - 2 * fade);
  let ray = forward + x * right + y * up;
  if (ray.y < -1e-4) {
    let place = (eye - ray * (eye.y / ray.y)).xz;
    let reach = length(place) / GROUND_REACH;
    let strength = 1 - max(0, reach - 0.5) / 0.5;
    let light = textureSampleLevel(ground, groundSampler, (place / GROUND_REACH) * 0.5 + 0.5, 0).r;
    if (reach < 1) { grey *= 1 - strength * (1 - light); }
  }
  return vec4f(grey * vec3f(1, 0.995, 0.985), 1);
}
`;

/** Linear light as 8-bit sRGB, dithered as the CPU renderer does. */
export const ENCODE_SHADER = `
fn encodePicture(pixel: vec2f, picture: texture_2d<f32>) -> vec4f {
  let texel = floor(pixel);
  let light = saturate(textureLoad(picture, vec2i(texel), 0).rgb);
  let encoded = select(1.055 * pow(light, vec3f(1 / 2.4)) - 0.055, light * 12.92, light <= vec3f(0.0031308));
  let threshold = fract(52.9829189 * fract(0.06711056 * texel.x + 0.00583715 * texel.y));
  return vec4f(min(vec3f(255), floor(encoded * 255 + threshold)) / 255, 1);
}
`;
