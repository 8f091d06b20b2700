import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createPlugin } from './create-plugin.js';

const HOST = join(import.meta.dirname, '..', '..', '..');
const EXAMPLE = join(HOST, '..', '..', 'examples', 'plugin-noise');

/** Names and texts of the files in a folder that a plugin's author writes. */
async function sources(folder: string): Promise<{ [path: string]: string }> {
  const texts: { [path: string]: string } = {};
  for (const part of ['src', 'test']) {
    for (const entry of await readdir(join(folder, part), { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile()) texts[path.slice(folder.length + 1)] = await readFile(path, 'utf8');
    }
  }
  return texts;
}

describe('createPlugin', () => {
  test('writes the plugin that stands among the examples', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'aigc-'));
    try {
      await createPlugin('aigc-plugin-noise', folder, HOST);

      expect(await sources(folder)).toEqual(await sources(EXAMPLE));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('refuses a name that could not be installed', async () => {
    await expect(createPlugin('../mosaic', tmpdir(), HOST)).rejects.toMatchObject({ code: 'E-PLUGIN-027' });
  });
});
