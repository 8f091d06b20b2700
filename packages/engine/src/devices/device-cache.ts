import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { aigcFolder, type DeviceFacts } from '@aigc/plugin-api';

function cacheFile(): string {
  return join(aigcFolder('cache'), 'devices.json');
}

/** What was chosen for this key; undefined for another, or where nothing was. */
export async function readChoice(key: string): Promise<DeviceFacts | undefined> {
  const cached = await readFile(cacheFile(), 'utf8')
    .then(JSON.parse)
    .catch(() => undefined);
  return cached?.key === key ? (cached.facts as DeviceFacts) : undefined;
}

/** Remembers a choice. A cache that cannot be written costs the next start a second, nothing else. */
export async function writeChoice(key: string, facts: DeviceFacts): Promise<void> {
  const path = cacheFile();
  await mkdir(dirname(path), { recursive: true })
    .then(() => writeFile(path, JSON.stringify({ key, facts })))
    .catch(() => undefined);
}
