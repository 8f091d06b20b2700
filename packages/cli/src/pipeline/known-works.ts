import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Folder with one small file for each work folder of pipelines that was used on this machine. */
function listFolder(cacheDir: string): string {
  return join(cacheDir, 'pipelines');
}

/** Remembers a work folder, so that the studio finds its pipelines, and forgets those that have gone. */
export async function noteWork(cacheDir: string, work: string): Promise<void> {
  const folder = listFolder(cacheDir);
  const name = createHash('sha256').update(work).digest('hex').slice(0, 16);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, name), work);
    for (const known of await readdir(folder)) {
      if (known !== name && !existsSync(await readFile(join(folder, known), 'utf8')))
        await rm(join(folder, known), { force: true });
    }
  } catch {
    // a farm node without a home runs pipelines all the same; only its own studio does not find them
  }
}

/** The work folders that are remembered. */
export async function knownWorks(cacheDir: string): Promise<string[]> {
  const folder = listFolder(cacheDir);
  const names = await readdir(folder).catch((): string[] => []);
  const works = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8').catch(() => '')));
  return works.filter((work) => work !== '');
}
