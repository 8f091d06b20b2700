import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findFfmpeg } from './find-ffmpeg.js';
import { npmFfmpeg } from './npm-ffmpeg.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aigc-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A shell script that answers `-encoders` as an ffmpeg with the given encoders would. */
async function writeFakeFfmpeg(name: string, encoders: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\necho 'ffmpeg version 9.9-fake' >&2\necho ' V..... ${encoders}   encoder'\n`);
  await chmod(path, 0o755);
  return path;
}

describe('findFfmpeg', () => {
  test('falls back to the one from npm when the PATH has none', async () => {
    const found = await findFfmpeg({ PATH: folder });
    expect(found).toMatchObject({ origin: 'npm', path: await npmFfmpeg() });
    expect(found.version).toMatch(/\d/);
  });

  test('prefers AIGC_FFMPEG, then the PATH', async () => {
    const path = await writeFakeFfmpeg('ffmpeg', 'libx264');
    const other = await writeFakeFfmpeg('other', 'libx264');
    expect(await findFfmpeg({ PATH: folder })).toEqual({ path, version: '9.9-fake', origin: 'system' });
    expect(await findFfmpeg({ PATH: folder, AIGC_FFMPEG: other })).toMatchObject({ path: other, origin: 'AIGC_FFMPEG' });
  });

  test('passes over a system ffmpeg without the H.264 encoder', async () => {
    await writeFakeFfmpeg('ffmpeg', 'mpeg4');
    expect((await findFfmpeg({ PATH: folder })).origin).toBe('npm');
  });

  test('says which file AIGC_FFMPEG names and what is wrong with it', async () => {
    const missing = findFfmpeg({ AIGC_FFMPEG: join(folder, 'nothing') });
    await expect(missing).rejects.toMatchObject({ code: 'E-TOOL-002', exitCode: 41, path: join(folder, 'nothing') });
    await expect(missing).rejects.toThrow('no such file');
    const lacking = findFfmpeg({ AIGC_FFMPEG: await writeFakeFfmpeg('poor', 'mpeg4') });
    await expect(lacking).rejects.toThrow('version 9.9-fake has no encoder libx264');
  });
});
