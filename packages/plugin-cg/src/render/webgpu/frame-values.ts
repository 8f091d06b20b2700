import type { Node, Vector2, Vector3 } from 'three/webgpu';
import type { ThreeModule } from './three-module.js';

/** Values that change from picture to picture. */
export interface FrameValues {
  readonly eye: Vector3;
  readonly right: Vector3;
  readonly up: Vector3;
  readonly forward: Vector3;
  /** Pixels per unit at distance 1, and the middle of the frame. */
  readonly lens: Vector3;
  /** Sine and cosine of the object's turn. */
  readonly turn: Vector2;
}

/** The same values as inputs of shaders. */
export type FrameInputs = Readonly<Record<keyof FrameValues, Node>>;

/** Values of a frame, to be set before each. */
export function startValues(three: ThreeModule): FrameValues {
  const vector = () => new three.Vector3();
  return { eye: vector(), right: vector(), up: vector(), forward: vector(), lens: vector(), turn: new three.Vector2(0, 1) };
}

/** Makes the values readable by shaders. */
export function frameInputs({ TSL }: ThreeModule, values: FrameValues): FrameInputs {
  const { eye, right, up, forward, lens, turn } = values;
  const of = (value: unknown) => TSL.uniform(value);
  return { eye: of(eye), right: of(right), up: of(up), forward: of(forward), lens: of(lens), turn: of(turn) };
}
