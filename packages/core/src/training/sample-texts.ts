import { join } from 'node:path';
import type { Image } from '@aigc/media/image';
import type { HostTensor, TextSampler, Tree } from '@aigc/plugin-api';
import { stepName } from '../checkpoint/checkpoint-folder.js';
import { SAMPLES_FOLDER, type SampleFile } from '../run-catalog/sample-files.js';
import { writeFileAtomic } from '../storage/write-file-atomic.js';
import type { SampleWriter } from './sample-writer.js';

/** Enough to tell a habit of the model from chance, few enough to be read and to stay a small part of training. */
const SEEDS = [0, 1, 2, 3];

/** Writes texts during training, always of the same seeds. */
export class SampleTexts implements SampleWriter {
  readonly pictures: readonly Image[] = [];
  private readonly runDir: string;
  private readonly open: () => Promise<TextSampler>;
  private sampler: TextSampler | undefined;

  /** @param open makes the model's sampler */
  constructor(runDir: string, open: () => Promise<TextSampler>) {
    this.runDir = runDir;
    this.open = open;
  }

  /** Writes `samples/step-000200.txt`: each text under a line that names its seed. */
  async write(state: Tree<HostTensor>, step: number): Promise<SampleFile> {
    this.sampler ??= await this.open();
    const texts = await this.sampler.write(state, SEEDS);
    const path = join(this.runDir, SAMPLES_FOLDER, `${stepName(step)}.txt`);
    await writeFileAtomic(path, SEEDS.map((seed, i) => `--- seed ${seed} ---\n${texts[i]}\n`).join('\n'));
    return { step, path, kind: 'text' };
  }

  async dispose(): Promise<void> {
    await this.sampler?.dispose();
  }
}
