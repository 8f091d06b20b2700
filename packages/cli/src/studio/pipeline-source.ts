import { relative, resolve, sep } from 'node:path';
import type { PipelineSource } from '@aigc/cli-kit';
import { WatchedWork } from '@aigc/pipeline';
import { knownWorks } from '../pipeline/known-works.js';

/** Time between two looks at the list of work folders, in ms. */
const LIST_MS = 5000;

/** The pipelines in a folder and all below it: those of the folder's own `.aigc`, and of every work folder that was used on this machine. */
export function pipelineSource(cwd: string, cacheDir: string): PipelineSource {
  const works = new Map<string, WatchedWork>();
  let listedMs = Number.NEGATIVE_INFINITY;
  return {
    async poll(nowMs) {
      if (nowMs - listedMs >= LIST_MS) {
        listedMs = nowMs;
        const inside = (await knownWorks(cacheDir)).filter((work) => isInside(work, cwd));
        for (const work of [resolve(cwd, '.aigc'), ...inside]) if (!works.has(work)) works.set(work, new WatchedWork(work));
      }
      return (await Promise.all([...works.values()].map((work) => work.poll(nowMs)))).flat();
    },
  };
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`);
}
