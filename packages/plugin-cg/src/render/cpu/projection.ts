import type { Camera } from '../renderer.js';
import type { SceneMesh } from '../scene.js';

/** Vertices as a camera sees them: pixels, and one over the distance along the view axis (linear across the screen). */
export interface ProjectedVertices {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly inverseDepth: Float64Array;
}

/** A camera's axes and scale in one place. */
export interface CameraFrame {
  readonly eye: readonly [number, number, number];
  readonly right: readonly [number, number, number];
  readonly up: readonly [number, number, number];
  readonly forward: readonly [number, number, number];
  /** Pixels per unit at distance 1. */
  readonly scale: number;
  readonly centreX: number;
  readonly centreY: number;
}

/** Derives a camera's axes for an image of width x height pixels. */
export function cameraFrame({ eye, target, fieldOfView }: Camera, width: number, height: number): CameraFrame {
  const [fx, fy, fz] = unit([target[0] - eye[0], target[1] - eye[1], target[2] - eye[2]]);
  // right = forward x (0, 1, 0), up = right x forward
  const [rx, ry, rz] = unit([-fz, 0, fx]);
  return {
    eye,
    forward: [fx, fy, fz],
    right: [rx, ry, rz],
    up: [ry * fz - rz * fy, rz * fx - rx * fz, rx * fy - ry * fx],
    scale: height / 2 / Math.tan(fieldOfView / 2),
    centreX: width / 2,
    centreY: height / 2,
  };
}

function unit([x, y, z]: readonly [number, number, number]): [number, number, number] {
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
}

/** Room for the projection of a mesh, to be used again for every frame. */
export function allocateProjection(mesh: SceneMesh): ProjectedVertices {
  const count = mesh.positions.length / 3;
  return { x: new Float64Array(count), y: new Float64Array(count), inverseDepth: new Float64Array(count) };
}

/** Turns a mesh about the vertical axis and projects it; vertices behind the camera get an inverse depth of 0. */
export function project(out: ProjectedVertices, { positions }: SceneMesh, turn: number, frame: CameraFrame): void {
  const { eye, right, up, forward, scale, centreX, centreY } = frame;
  const [sine, cosine] = [Math.sin(turn), Math.cos(turn)];
  const [ex, ey, ez] = eye;
  for (let vertex = 0; vertex < out.x.length; vertex++) {
    const px = positions[vertex * 3] as number;
    const pz = positions[vertex * 3 + 2] as number;
    const x = px * cosine + pz * sine - ex;
    const y = (positions[vertex * 3 + 1] as number) - ey;
    const z = pz * cosine - px * sine - ez;
    const depth = x * forward[0] + y * forward[1] + z * forward[2];
    const inverse = depth > 1e-4 ? 1 / depth : 0;
    out.x[vertex] = centreX + (x * right[0] + y * right[1] + z * right[2]) * scale * inverse;
    out.y[vertex] = centreY - (x * up[0] + y * up[1] + z * up[2]) * scale * inverse;
    out.inverseDepth[vertex] = inverse;
  }
}
