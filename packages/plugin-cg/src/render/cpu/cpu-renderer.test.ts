import { Document, NodeIO } from '@gltf-transform/core';
import { describe, expect, test } from '@jest/globals';
import { sphereGeometry } from '../../mesh/sphere.js';
import { fitCamera } from '../camera.js';
import { readGlb } from '../read-glb.js';
import type { Scene } from '../scene.js';
import { chooseMotion, turntableTurns } from '../turntable.js';
import { CpuRenderer } from './cpu-renderer.js';
import { buildStage, FrameDrawer } from './frame-drawer.js';

const SIZE = 64;

/** A green ball. */
async function ball(): Promise<Scene> {
  const document = new Document();
  const { positions, normals, indices } = sphereGeometry(0.5, 24);
  const buffer = document.createBuffer();
  const accessor = (array: Float32Array) => document.createAccessor().setType('VEC3').setArray(array).setBuffer(buffer);
  const primitive = document
    .createPrimitive()
    .setAttribute('POSITION', accessor(positions))
    .setAttribute('NORMAL', accessor(normals))
    .setIndices(document.createAccessor().setType('SCALAR').setArray(indices).setBuffer(buffer))
    .setMaterial(document.createMaterial().setBaseColorFactor([0.05, 0.6, 0.1, 1]).setMetallicFactor(0));
  document.createScene().addChild(document.createNode().setMesh(document.createMesh().addPrimitive(primitive)));
  return (await readGlb(await new NodeIO().writeBinary(document), 'ball.glb', 64)).scene;
}

const scene = await ball();
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
