import type { Node, Object3D, PerspectiveCamera, RenderTarget, Texture } from 'three/webgpu';
import type { Stage } from '../cpu/frame-drawer.js';
import { GROUND_SIZE } from '../cpu/ground-occlusion.js';
import { SHADOW_SIZE } from '../cpu/shadow-map.js';
import { KEY_DIRECTION } from '../cpu/studio.js';
import { type FrameInputs, type FrameValues, frameInputs, startValues } from './frame-values.js';
import { GROUND_SHADER, LIGHT_LIBRARY, SHADOW_MAP_SHADER } from './light-shader.js';
import { environmentTexture, occlusionTexture } from './light-textures.js';
import { BACKDROP_SHADER, ENCODE_SHADER } from './picture-shader.js';
import { buildPlainMesh, buildSceneMeshes } from './scene-meshes.js';
import { irradianceLibrary, SURFACE_LIBRARY } from './surface-shader.js';
import { buildTarget, fullScreenMesh, type Pass, texelPass } from './targets.js';
import { callShader, type ThreeModule } from './three-module.js';

/** Everything that a picture takes. */
export interface Passes {
  readonly values: FrameValues;
  /** In the order of drawing: shadow map, light on the ground, the scene, its encoding. */
  readonly all: readonly Pass[];
  /** Meshes of the object, to be turned. */
  readonly object: readonly Object3D[];
  readonly camera: PerspectiveCamera;
  /** Linear light, and the picture as 8-bit sRGB: both as large as the picture. */
  readonly light: RenderTarget;
  readonly picture: RenderTarget;
}

/** What the passes share while they are built. */
interface Studio {
  readonly three: ThreeModule;
  readonly stage: Stage;
  readonly inputs: FrameInputs;
  /** Half width of the shadow map and height of its centre. */
  readonly lightSpace: Node;
  readonly lightLibrary: Node;
}

const SAMPLES = 4;

/** Builds the passes that draw a scene in the studio. */
export function buildPasses(three: ThreeModule, stage: Stage): Passes {
  const { TSL } = three;
  const values = startValues(three);
  const { halfSize } = stage.scene;
  const radius = shadowRadius(stage);
  const lightSpace = TSL.uniform(new three.Vector2(radius, halfSize[1]));
  const studio = { three, stage, inputs: frameInputs(three, values), lightSpace, lightLibrary: TSL.wgsl(LIGHT_LIBRARY) };
  const shadow = shadowPass(studio);
  const ground = groundPass(studio, shadow.target.texture);
  const meshes = surfaceMeshes(studio, shadow.target.texture);
  const light = buildTarget(three, 1, { samples: SAMPLES, depthBuffer: true });
  const scene = new three.Scene();
  scene.add(backdrop(studio, ground.target.texture), ...meshes);
  const camera = new three.PerspectiveCamera(30, 1, 0.05, 200);
  const target = buildTarget(three, 1, { type: three.UnsignedByteType });
  const encode = callShader(three, ENCODE_SHADER, [], { pixel: TSL.screenCoordinate, picture: TSL.texture(light.texture) });
  const picture = texelPass(three, target, encode);
  return {
    values,
    all: [shadow, ground, { target: light, scene, camera }, picture],
    object: [...shadow.object, ...meshes],
    camera,
    light,
    picture: target,
  };
}

function shadowRadius({ scene: { halfSize } }: Stage): number {
  return Math.hypot(...halfSize) * 1.02;
}

function shadowPass({ three, stage, lightSpace, lightLibrary }: Studio): Pass & { readonly object: readonly Object3D[] } {
  const { TSL } = three;
  const radius = shadowRadius(stage);
  const height = callShader(three, SHADOW_MAP_SHADER, [lightLibrary], { position: TSL.positionWorld, lightSpace });
  const mesh = buildPlainMesh(three, stage.scene, height);
  const scene = new three.Scene();
  scene.add(mesh);
  const camera = new three.OrthographicCamera(-radius, radius, radius, -radius, radius, 3 * radius);
  const [x, y, z] = KEY_DIRECTION;
  const centreY = stage.scene.halfSize[1];
  camera.position.set(x * 2 * radius, centreY + y * 2 * radius, z * 2 * radius);
  camera.lookAt(0, centreY, 0);
  const target = buildTarget(three, SHADOW_SIZE, {
    ...{ format: three.RedFormat, type: three.FloatType, depthBuffer: true },
    ...{ minFilter: three.NearestFilter, magFilter: three.NearestFilter },
  });
  return { target, scene, camera, object: [mesh] };
}

function groundPass({ three, stage, inputs, lightSpace, lightLibrary }: Studio, shadow: Texture): Pass {
  const { TSL } = three;
  const hidden = occlusionTexture(three, stage.groundOcclusion);
  const light = callShader(three, GROUND_SHADER, [lightLibrary], {
    cell: TSL.screenCoordinate,
    size: TSL.uniform(GROUND_SIZE),
    turn: inputs.turn,
    lightSpace,
    shadow: TSL.texture(shadow),
    hidden: TSL.texture(hidden),
    hiddenSampler: TSL.sampler(hidden),
  });
  return texelPass(three, buildTarget(three, GROUND_SIZE, { format: three.RedFormat }), light);
}

function surfaceMeshes({ three, stage, inputs, lightSpace, lightLibrary }: Studio, shadow: Texture) {
  const { TSL } = three;
  const environment = environmentTexture(three, stage.environment);
  return buildSceneMeshes(three, stage.scene, {
    libraries: [lightLibrary, TSL.wgsl(irradianceLibrary(stage.irradiance)), TSL.wgsl(SURFACE_LIBRARY)],
    shared: {
      eye: inputs.eye,
      turn: inputs.turn,
      lightSpace,
      shadow: TSL.texture(shadow),
      environment: TSL.texture(environment),
      environmentSampler: TSL.sampler(environment),
    },
  });
}

function backdrop({ three, inputs: { eye, right, up, forward, lens }, lightLibrary }: Studio, ground: Texture) {
  const { TSL } = three;
  const paper = callShader(three, BACKDROP_SHADER, [lightLibrary], {
    ...{ eye, right, up, forward, lens },
    pixel: TSL.screenCoordinate,
    ground: TSL.texture(ground),
    groundSampler: TSL.sampler(ground),
  });
  return fullScreenMesh(three, paper);
}
