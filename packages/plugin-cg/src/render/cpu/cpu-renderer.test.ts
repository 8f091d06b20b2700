import { describe, expect, test } from '@jest/globals';
import { fitCamera } from '../camera.js';
import { ballScene } from '../testing/ball-scene.js';
import { chooseMotion, turntableTurns } from '../turntable.js';
import { CpuRenderer } from './cpu-renderer.js';
import { buildStage, FrameDrawer } from './frame-drawer.js';

const SIZE = 64;

const scene = await ballScene();
const camera = fitCamera(scene, [0], 1);
const drawer = new FrameDrawer(buildStage(scene));

describe('CPU renderer', () => {
  test('draws the ball as a green disc in the middle of a grey frame, lit from the upper left', async () => {
    const pixels = drawer.draw({ width: SIZE, height: SIZE, turn: 0, camera });
    const green = (x: number, y: number) => {
      const at = (y * SIZE + x) * 3;
      return (pixels[at + 1] ?? 0) - (pixels[at] ?? 0);
    };
    let [count, sumX, sumY] = [0, 0, 0];
    for (let y = 0; y < SIZE; y++) {
      for (let x = 0; x < SIZE; x++) {
        if (green(x, y) < 20) continue;
        count++;
        sumX += x + 0.5;
        sumY += y + 0.5;
      }
    }
    // A disc of the same centre that fills 84% of the frame; one pixel for its edge.
    const radius = Math.sqrt(count / Math.PI);
    expect(Math.abs(radius - 0.42 * SIZE)).toBeLessThan(1);
    expect(Math.abs(sumX / count - SIZE / 2)).toBeLessThan(1);
    expect(Math.abs(sumY / count - SIZE / 2)).toBeLessThan(1);
    const bright = (x: number, y: number) => pixels[(y * SIZE + x) * 3 + 1] ?? 0;
    expect(bright(24, 22)).toBeGreaterThan(bright(42, 46) + 40);
  });

  test('gives the same bytes on one thread, on two, and on none', async () => {
    const turns = turntableTurns(chooseMotion(scene), 5);
    const view = (turn: number) => ({ width: SIZE, height: SIZE, turn, camera });
    const expected = turns.map((turn) => Buffer.from(drawer.draw(view(turn))).toString('base64'));
    for (const threads of [1, 2]) {
      const renderer = new CpuRenderer(scene, threads);
      const frames = await Promise.all(turns.map((turn) => renderer.render(view(turn))));
      await renderer.close();
      expect(frames.map((frame) => Buffer.from(frame).toString('base64'))).toEqual(expected);
    }
  });

  test('rejects what is under way when it is closed', async () => {
    const renderer = new CpuRenderer(scene, 1);
    const frame = renderer.render({ width: SIZE, height: SIZE, turn: 0, camera });
    const closed = renderer.close();
    await expect(frame).rejects.toThrow('closed');
    await closed;
  });
});
