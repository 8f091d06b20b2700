import type { SceneMesh } from './scene.js';

/** Moves a mesh onto the vertical axis and onto y = 0 and scales its longest half side to 1; all constants of light are in that unit. */
export function placeOnGround(mesh: SceneMesh): { readonly mesh: SceneMesh; readonly halfSize: [number, number, number] } {
  const { positions } = mesh;
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (let index = 0; index < positions.length; index++) {
    const value = positions[index] as number;
    const axis = index % 3;
    if (value < (low[axis] as number)) low[axis] = value;
    if (value > (high[axis] as number)) high[axis] = value;
  }
  const half = (axis: number) => ((high[axis] as number) - (low[axis] as number)) / 2;
  const scale = 1 / Math.max(half(0), half(1), half(2), Number.MIN_VALUE);
  const origin = [(low[0] as number) + half(0), low[1] as number, (low[2] as number) + half(2)];
  for (let index = 0; index < positions.length; index++) {
    positions[index] = ((positions[index] as number) - (origin[index % 3] as number)) * scale;
  }
  return { mesh, halfSize: [half(0) * scale, half(1) * scale, half(2) * scale] };
}
