import { expect, test } from '@jest/globals';
import { fitCamera } from './camera.js';
import { chooseRenderer, type RendererChoice } from './choose-renderer.js';
import { ballScene } from './testing/ball-scene.js';

const scene = await ballScene();
const camera = fitCamera(scene, [0], 1);

/** A film of 16 x 16 pixels a frame. */
const film = (frames: number, choice: Partial<RendererChoice>) =>
  chooseRenderer(scene, { view: { width: 16, height: 16, turn: 0, camera }, frames, threads: 1, ...choice });

test('draws on the CPU when it is asked for, and films that are over before a GPU has started', async () => {
  const asked = await film(100_000, { renderer: 'cpu' });
  const small = await film(100, {});
  expect([asked.name, small.name]).toEqual(['cpu', 'cpu']);
  expect(small.renderer.description).toBe('CPU, 1 thread');
  await Promise.all([asked.renderer.close(), small.renderer.close()]);
});

test('always finds something that draws a long film', async () => {
  const { renderer, name } = await film(100_000, {});
  expect(renderer.description).toMatch(name === 'cpu' ? /^CPU, 1 thread$/ : /^WebGPU, ./);
  expect(await renderer.render({ width: 16, height: 16, turn: 1, camera })).toHaveLength(16 * 16 * 3);
  await renderer.close();
});
