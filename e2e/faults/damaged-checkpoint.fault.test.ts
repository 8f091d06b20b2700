// G9 and G10: checkpoints with flipped, cut, zeroed and swapped bytes, and files made to do harm.
import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  decodeSafetensors,
  encodeSafetensors,
  latestCheckpoint,
  randomStream,
  readCheckpoint,
  writeCheckpoint,
} from '@aigc/core';
import { CheckpointError, DecodeError } from '@aigc/plugin-api';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';

const DAMAGES = 2000;
const HOSTILE_FILES = 100_000;

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
  for (const step of [1, 2]) {
    const data = randomStream(0).at(step).normal(3000);
    await writeCheckpoint({ runDir: root, step, state: { weights: { shape: [3000], dtype: 'float32', data } }, entries: {} });
  }
});
afterAll(() => rm(root, { recursive: true, force: true }));

test(`each of ${DAMAGES} damages is found`, async () => {
  const newest = join(root, 'checkpoints', 'step-000002');
  const random = randomStream(9);
  const names = ['manifest.json', 'model.safetensors'];
  const originals = await Promise.all(names.map((name) => readFile(join(newest, name))));
  for (let i = 0; i < DAMAGES; i++) {
    const [which, kind, a, b] = random.at(i).uniform(4) as unknown as [number, number, number, number];
    const index = which < 0.3 ? 0 : 1;
    const bytes = Buffer.from(originals[index] as Buffer);
    const [from, to] = [Math.floor(a * bytes.length), Math.floor(b * bytes.length)];
    if (kind < 0.4) bytes.writeUInt8((bytes[from] as number) ^ (1 << (i % 8)), from);
    else if (kind < 0.6) bytes.fill(0, Math.min(from, to), Math.max(from, to) + 1);
    else if (kind < 0.8) [bytes[from], bytes[to]] = [bytes[to] as number, bytes[from] as number];
    const path = join(newest, names[index] as string);
    await writeFile(path, bytes);
    if (kind >= 0.8) await truncate(path, from);
    const isHarmless = kind < 0.8 && bytes.equals(originals[index] as Buffer);
    const reading = readCheckpoint(newest);
    if (isHarmless) await reading;
    else await expect(reading).rejects.toMatchObject({ code: 'E-CKPT-004', exitCode: 11 });
    await writeFile(path, originals[index] as Buffer);
  }
}, 240_000);

test('falls back to the checkpoint before, and names the file', async () => {
  const copy = join(root, 'copy');
  await cp(join(root, 'checkpoints'), join(copy, 'checkpoints'), { recursive: true });
  await truncate(join(copy, 'checkpoints', 'step-000002', 'model.safetensors'), 100);

  const { checkpoint, damaged } = await latestCheckpoint(copy);
  expect(checkpoint.step).toBe(1);
  expect(damaged).toMatchObject([
    { step: 2, warning: expect.stringMatching(/model\.safetensors.*using step-000001, 1 steps older/) },
  ]);
  await truncate(join(copy, 'checkpoints', 'step-000001', 'manifest.json'), 10);
  await expect(latestCheckpoint(copy)).rejects.toBeInstanceOf(CheckpointError);
});

test(`${HOSTILE_FILES} hostile files cost nothing but a DecodeError`, () => {
  const good = encodeSafetensors(new Map([['a', { shape: [2, 3], dtype: 'float32', data: new Float32Array(6) }]]), { note: 'x' });
  const header = (json: string, data = 0): Uint8Array => {
    const text = Buffer.from(json);
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(text.length));
    return Buffer.concat([length, text, Buffer.alloc(data)]);
  };
  // a product that wraps to 4 in 64 bits, a count of 100,000 tensors, a huge header, keys that reach for the prototype
  const shaped = (shape: string) => header(`{"a":{"dtype":"F32","shape":${shape},"data_offsets":[0,4]}}`, 4);
  const seeds = [
    good,
    shaped('[4194305,4194305,211106198978564]'),
    shaped('[1e400]'),
    shaped('[-1,-1]'),
    header('{"__proto__":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}', 4),
    header(`{${Array.from({ length: 2000 }, (_, i) => `"${i}":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}`).join()}}`, 4),
    Buffer.from([255, 255, 255, 255, 255, 255, 255, 127, 123, 125]),
  ];
  const before = process.memoryUsage().rss;
  const edit = fc.tuple(fc.nat(400), fc.nat(255));
  fc.assert(
    fc.property(fc.nat(seeds.length - 1), fc.array(edit, { maxLength: 6 }), fc.nat(40), (which, edits, cut) => {
      const seed = seeds[which] as Uint8Array;
      const bytes = Uint8Array.from(seed.subarray(0, cut > 20 ? Math.max(0, seed.length - cut) : seed.length));
      for (const [at, value] of edits) if (at < bytes.length) bytes[at] = value;
      try {
        decodeSafetensors(bytes, 'f');
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
      }
    }),
    { numRuns: HOSTILE_FILES, seed: 3 },
  );
  expect(process.memoryUsage().rss - before).toBeLessThan(256 * 2 ** 20);
}, 240_000);
