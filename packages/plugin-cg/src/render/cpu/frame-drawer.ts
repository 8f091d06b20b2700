import type { View } from '../renderer.js';
import type { Scene, SceneMaterial } from '../scene.js';
import { drawBackdrop } from './backdrop.js';
import { buildEnvironmentMap, type EnvironmentMap } from './environment-map.js';
import { allocateGroundLight, drawGroundLight } from './ground-light.js';
import { buildGroundOcclusion, type GroundOcclusion } from './ground-occlusion.js';
import { buildIrradiance, type Irradiance } from './irradiance.js';
import { allocateProjection, type CameraFrame, cameraFrame, project } from './projection.js';
import { type ShadePlace, shade } from './shade.js';
import { allocateShadowMap, drawShadowMap } from './shadow-map.js';
import { allocateSurface, interpolateSurface, mergeSurface, type Surface } from './surface.js';
import { ditherThreshold, encodeSrgb, toneMap } from './tone-map.js';
import { allocateVisibility, rasterize, SAMPLES, type Visibility } from './visibility.js';

/** A scene with everything about its light that does not change from frame to frame; can be sent to a worker. */
export interface Stage {
  readonly scene: Scene;
  readonly environment: EnvironmentMap;
  readonly irradiance: Irradiance;
  readonly groundOcclusion: GroundOcclusion;
}

/** Prepares a scene's light, some tenths of a second. */
export function buildStage(scene: Scene): Stage {
  return {
    scene,
    environment: buildEnvironmentMap(),
    irradiance: buildIrradiance(),
    groundOcclusion: buildGroundOcclusion(scene),
  };
}

/** Draws frames of one stage on this thread; buffers are kept between frames. */
export class FrameDrawer {
  readonly #stage: Stage;
  readonly #vertices;
  readonly #shadow;
  readonly #ground = allocateGroundLight();
  readonly #surfaces: readonly Surface[] = SAMPLES.map(allocateSurface);
  readonly #place: ShadePlace;
  readonly #colour = new Float64Array(3);
  // Kept and changed for every pixel: new objects for each would keep the garbage collector busy.
  readonly #pixel = { x: 0, y: 0 };
  readonly #point = { x: 0, y: 0 };
  #visibility: Visibility = allocateVisibility(0, 0);

  constructor(stage: Stage) {
    this.#stage = stage;
    this.#vertices = allocateProjection(stage.scene.mesh);
    this.#shadow = allocateShadowMap(stage.scene);
    const { environment, irradiance } = stage;
    const lighting = { environment, irradiance, shadow: this.#shadow };
    this.#place = { position: new Float64Array(3), toCamera: new Float64Array(3), sine: 0, cosine: 1, lighting };
  }

  /** The picture as rgb24. */
  draw({ width, height, turn, camera }: View): Uint8Array {
    const { scene, groundOcclusion } = this.#stage;
    if (this.#visibility.width !== width || this.#visibility.height !== height) {
      this.#visibility = allocateVisibility(width, height);
    }
    const frame = cameraFrame(camera, width, height);
    project(this.#vertices, scene.mesh, turn, frame);
    rasterize(this.#visibility, scene, this.#vertices);
    drawShadowMap(this.#shadow, scene, turn);
    drawGroundLight(this.#ground, this.#shadow, groundOcclusion, turn);
    this.#place.sine = Math.sin(turn);
    this.#place.cosine = Math.cos(turn);
    const pixels = new Uint8Array(width * height * 3);
    const sum = new Float64Array(3);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        this.#pixel.x = x;
        this.#pixel.y = y;
        this.#drawPixel(sum, frame);
        const threshold = ditherThreshold(x, y);
        const at = (y * width + x) * 3;
        pixels[at] = encodeSrgb(sum[0] as number, threshold);
        pixels[at + 1] = encodeSrgb(sum[1] as number, threshold);
        pixels[at + 2] = encodeSrgb(sum[2] as number, threshold);
      }
    }
    return pixels;
  }

  /** Each smooth piece of surface in a pixel is shaded once and counts by the samples that see it. */
  #drawPixel(sum: Float64Array, frame: CameraFrame): void {
    const count = this.#findSurfaces();
    let covered = 0;
    sum.fill(0);
    for (let index = 0; index < count; index++) {
      const surface = this.#surfaces[index] as Surface;
      this.#shadeSurface(surface, frame);
      toneMap(this.#colour);
      this.#add(sum, surface.samples / SAMPLES.length);
      covered += surface.samples;
    }
    if (covered === SAMPLES.length) return;
    drawBackdrop(this.#colour, frame, this.#ground, this.#pixel);
    this.#add(sum, 1 - covered / SAMPLES.length);
  }

  #add(sum: Float64Array, weight: number): void {
    for (let channel = 0; channel < 3; channel++) {
      sum[channel] = (sum[channel] as number) + weight * (this.#colour[channel] as number);
    }
  }

  /** Fills the first surfaces with what the pixel's samples see, merged where smooth; returns their number. */
  #findSurfaces(): number {
    const { x, y } = this.#pixel;
    const { triangles, width } = this.#visibility;
    const first = (y * width + x) * SAMPLES.length;
    let count = 0;
    for (let sample = 0; sample < SAMPLES.length; sample++) {
      const triangle = triangles[first + sample] as number;
      if (triangle < 0 || this.#isBefore(triangle, first, sample)) continue;
      let samples = 0;
      let offsetX = 0;
      let offsetY = 0;
      for (let other = sample; other < SAMPLES.length; other++) {
        if (triangles[first + other] !== triangle) continue;
        samples++;
        offsetX += (SAMPLES[other] as readonly [number, number])[0];
        offsetY += (SAMPLES[other] as readonly [number, number])[1];
      }
      // At the mean of its samples: never outside the triangle.
      const surface = this.#surfaces[count] as Surface;
      surface.triangle = triangle;
      surface.samples = samples;
      this.#point.x = x + offsetX / samples;
      this.#point.y = y + offsetY / samples;
      interpolateSurface(surface, this.#stage.scene, this.#vertices, this.#point);
      if (!this.#mergeIntoEarlier(surface, count)) count++;
    }
    return count;
  }

  #isBefore(triangle: number, first: number, sample: number): boolean {
    for (let earlier = 0; earlier < sample; earlier++) {
      if (this.#visibility.triangles[first + earlier] === triangle) return true;
    }
    return false;
  }

  #mergeIntoEarlier(surface: Surface, count: number): boolean {
    for (let earlier = 0; earlier < count; earlier++) {
      if (mergeSurface(this.#surfaces[earlier] as Surface, surface)) return true;
    }
    return false;
  }

  #shadeSurface(surface: Surface, { eye, forward, right, up, scale, centreX, centreY }: CameraFrame): void {
    const across = (this.#pixel.x + 0.5 - centreX) / scale;
    const upwards = (centreY - this.#pixel.y - 0.5) / scale;
    const distance = 1 / surface.inverseDepth;
    const length = Math.hypot(1, across, upwards);
    for (let axis = 0; axis < 3; axis++) {
      const ray = (forward[axis] as number) + across * (right[axis] as number) + upwards * (up[axis] as number);
      this.#place.position[axis] = (eye[axis] as number) + ray * distance;
      this.#place.toCamera[axis] = -ray / length;
    }
    shade(this.#colour, surface, this.#stage.scene.materials[surface.material] as SceneMaterial, this.#place);
  }
}
