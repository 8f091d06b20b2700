import { DeviceError } from '@aigc/plugin-api';
import { afterAll, describe, expect, test } from '@jest/globals';
import { fitCamera } from '../camera.js';
import { buildStage, FrameDrawer } from '../cpu/frame-drawer.js';
import type { View } from '../renderer.js';
import { ballScene } from '../testing/ball-scene.js';
import { WebgpuRenderer } from './webgpu-renderer.js';

const SIZE = 128;
// Of 255 levels: both shade by the same formulas; they differ by the places within edge pixels and by half floats.
const MEAN_DIFFERENCE = 0.6;
const CLEAR_DIFFERENCE = 24;
const CLEAR_SHARE = 0.005;

const scene = await ballScene('bands');
const camera = fitCamera(scene, [0], 1);
const view = (turn: number): View => ({ width: SIZE, height: SIZE, turn, camera });
const renderer = await WebgpuRenderer.open(scene, view(0)).catch((error: unknown) => {
  if (!(error instanceof DeviceError) || error.code !== 'E-DEVICE-130') throw error;
  process.stderr.write(`skipped: ${error.message}\n`);
  return undefined;
});
afterAll(() => renderer?.close());

(renderer === undefined ? describe.skip : describe)('WebGPU renderer', () => {
  const gpu = renderer as WebgpuRenderer;

  test('draws what the CPU renderer draws, whatever the turn', async () => {
    const cpu = new FrameDrawer(buildStage(scene));
    for (const turn of [0, 1, 4]) {
      const [drawn, expected] = [await gpu.render(view(turn)), cpu.draw(view(turn))];
      const differences = expected.map((value, index) => Math.abs(value - (drawn[index] as number)));
      const clear = differences.filter((difference) => difference > CLEAR_DIFFERENCE).length;
      expect(drawn).toHaveLength(SIZE * SIZE * 3);
      expect(differences.reduce((sum, value) => sum + value, 0) / differences.length).toBeLessThan(MEAN_DIFFERENCE);
      expect(clear / differences.length).toBeLessThan(CLEAR_SHARE);
    }
  });

  test('gives the same bytes for the same view, also among others under way, and at another size', async () => {
    const first = Buffer.from(await gpu.render(view(2)));
    const [again, other, third] = await Promise.all([gpu.render(view(2)), gpu.render(view(3)), gpu.render(view(2))]);
    expect(Buffer.from(again).equals(first)).toBe(true);
    expect(Buffer.from(third).equals(first)).toBe(true);
    expect(Buffer.from(other).equals(first)).toBe(false);
    expect(await gpu.render({ ...view(2), width: 50, height: 30 })).toHaveLength(50 * 30 * 3);
    expect(Buffer.from(await gpu.render(view(2))).equals(first)).toBe(true);
  });

  test('rejects what is under way when it is closed', async () => {
    const closed = await WebgpuRenderer.open(scene, view(0));
    const frame = closed.render(view(0));
    frame.catch(() => undefined);
    await closed.close();
    await expect(frame).rejects.toMatchObject({ code: 'E-DEVICE-131' });
  });
});
