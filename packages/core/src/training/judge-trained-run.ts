import type { Image } from '@aigc/media/image';
import type { HostTensor, InputSpec, Verdict } from '@aigc/plugin-api';
import type { DataPart } from '../data/dataset.js';
import { randomStream } from '../random/random-stream.js';
import { toImage } from '../sampling/to-image.js';
import { judgeRun } from '../verdict/judge-run.js';
import { writeVerdict } from '../verdict/verdict-file.js';
import type { OpenRun } from './open-run.js';

/** Enough to find a copy among, little enough for a second of work. */
const MAX_PICTURES = 2000;

/** Judges a run that has ended, by its metrics and by its newest samples, and stores the verdict in it. */
export async function judgeTrainedRun(run: OpenRun, images: InputSpec | undefined, samples: readonly Image[]): Promise<Verdict> {
  const compared =
    images === undefined || samples.length === 0
      ? undefined
      : { samples, training: await pictures(run, images, 'train'), heldOut: await pictures(run, images, 'validation') };
  const verdict = await judgeRun(run.dir, { images: compared });
  await writeVerdict(run.dir, verdict);
  return verdict;
}

async function pictures({ dataset }: OpenRun, spec: InputSpec, part: DataPart): Promise<Image[]> {
  const wanted = Math.min(dataset.count(part), MAX_PICTURES);
  if (wanted === 0) return [];
  const reader = dataset.openReader({ images: spec }, { part, stream: randomStream(0), isPlain: true });
  const found: Image[] = [];
  for (let index = 0; found.length < wanted; index++) {
    const { images } = (await reader.read(index)) as { images: HostTensor };
    for (let row = 0; row < reader.batchSize && found.length < wanted; row++) found.push(toImage(images, row, 'data'));
  }
  return found;
}
