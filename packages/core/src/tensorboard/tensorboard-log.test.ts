import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodePng } from '@aigc/media/image';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { crc32c } from './crc32c.js';
import { TensorboardLog } from './tensorboard-log.js';

// A Python that has TensorBoard itself: the reader that the files are for.
const PYTHON = process.env.TENSORBOARD_PYTHON ?? 'python3';
const hasTensorboard = spawnSync(PYTHON, ['-c', 'import tensorboard']).status === 0;
const READER = `
import base64, json, sys
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
events = EventAccumulator(sys.argv[1], size_guidance={'scalars': 0, 'images': 0})
events.Reload()
tags = events.Tags()
print(json.dumps({
  'scalars': {tag: [[e.step, e.wall_time, e.value] for e in events.Scalars(tag)] for tag in tags['scalars']},
  'images': {tag: [[e.step, e.width, e.height, base64.b64encode(e.encoded_image_string).decode()] for e in events.Images(tag)]
    for tag in tags['images']},
}))
`;

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'aigc-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

function readWithTensorboard() {
  const { status, stdout, stderr } = spawnSync(PYTHON, ['-c', READER, dir], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** The data of each record, its length and both checksums verified. */
async function records(path: string): Promise<Uint8Array[]> {
  const file = await readFile(path);
  const found: Uint8Array[] = [];
  for (let at = 0; at < file.length; ) {
    const length = Number(file.readBigUInt64LE(at));
    const data = file.subarray(at + 12, at + 12 + length);
    expect(unmasked(file.readUInt32LE(at + 8))).toBe(crc32c(file.subarray(at, at + 8)));
    expect(unmasked(file.readUInt32LE(at + 12 + length))).toBe(crc32c(data));
    found.push(data);
    at += 16 + length;
  }
  return found;
}

function unmasked(masked: number): number {
  const rotated = (masked - 0xa282ead8) >>> 0;
  return ((rotated >>> 17) | (rotated << 15)) >>> 0;
}

describe('TensorboardLog', () => {
  test('writes whole, checksummed records, the version first', async () => {
    const log = TensorboardLog.open(dir, { step: 0, wallTime: 1_700_000_000.5 });
    log.append(1, { loss: 0.5 }, 1_700_000_001);
    log.close();

    const [name] = await readdir(dir);
    expect(name).toBe('events.out.tfevents.1700000000.aigc.000000000');
    const [version, start, scalar] = await records(join(dir, name as string));
    expect(Buffer.from(version as Uint8Array).toString('latin1')).toContain('brain.Event:2');
    expect(start?.length).toBeGreaterThan(0);
    // step 1 as field 2, then the summary: value { tag "loss", simple_value 0.5 = 0x3f000000 }
    const summary = '0a0b0a046c6f7373150000003f';
    expect(
      Buffer.from(scalar as Uint8Array)
        .subarray(9)
        .toString('hex'),
    ).toBe(`10012a0d${summary}`);
  });

  test('begins a file of its own for each session, of one second too', async () => {
    for (let i = 0; i < 3; i++) TensorboardLog.open(dir, { step: 5, wallTime: 1000 }).close();

    expect((await readdir(dir)).sort()).toEqual([
      'events.out.tfevents.1000.aigc.000000005',
      'events.out.tfevents.1000.aigc.000000005.1',
      'events.out.tfevents.1000.aigc.000000005.2',
    ]);
  });

  test('fails with exit 20 where it cannot write', () => {
    expect(() => TensorboardLog.open(join(dir, 'missing'), { step: 0 })).toThrow(expect.objectContaining({ exitCode: 20 }));
  });
});

describe('TensorBoard', () => {
  if (!hasTensorboard) {
    process.stderr.write(`skipped: ${PYTHON} has no tensorboard (pip install tensorboard, or set TENSORBOARD_PYTHON)\n`);
  }
  const testWithReader = hasTensorboard ? test : test.skip;

  testWithReader('reads scalars and pictures back as they were written', async () => {
    const png = await encodePng({ width: 3, height: 2, channels: 1, data: Uint8Array.of(1, 2, 3, 4, 5, 6) });
    const log = TensorboardLog.open(dir, { step: 0, wallTime: 1000 });
    for (let step = 1; step <= 300; step++) log.append(step, { loss: 1 / step, speed: step }, 1000 + step);
    log.image(300, png, 1300);
    log.close();

    const { scalars, images } = readWithTensorboard();

    expect(scalars.loss).toEqual(Array.from({ length: 300 }, (_, i) => [i + 1, 1001 + i, Math.fround(1 / (i + 1))]));
    expect(scalars.speed[299]).toEqual([300, 1300, 300]);
    expect(images.samples).toEqual([[300, 3, 2, Buffer.from(png).toString('base64')]]);
  });

  testWithReader('takes a resumed run as one, without the steps that were repeated and the record that was cut', async () => {
    const first = TensorboardLog.open(dir, { step: 0, wallTime: 1000 });
    for (let step = 1; step <= 8; step++) first.append(step, { loss: step }, 1000 + step);
    first.close();
    const path = join(dir, (await readdir(dir))[0] as string);
    await truncate(path, (await readFile(path)).length - 5);
    const second = TensorboardLog.open(dir, { step: 4, wallTime: 2000 });
    for (let step = 5; step <= 6; step++) second.append(step, { loss: -step }, 2000 + step);
    second.close();

    const { scalars } = readWithTensorboard();

    expect(scalars.loss.map(([step, , value]: number[]) => [step, value])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 4],
      [5, -5],
      [6, -6],
    ]);
  });
});
