import { join } from 'node:path';
import type { Image } from '@aigc/media/image';
import type { HostTensor, ModelDefinition, Sampling, Tree } from '@aigc/plugin-api';
import { stepName } from '../checkpoint/checkpoint-folder.js';
import { SAMPLES_FOLDER, type SampleFile } from '../run-catalog/sample-files.js';
import { type CompiledSampler, compileSampler } from '../sampling/compiled-sampler.js';
import { isIterative } from '../sampling/iterative-program.js';
import { requireSampler } from '../sampling/require-sampler.js';
import { writeFileAtomic } from '../storage/write-file-atomic.js';
import type { SampleWriter } from './sample-writer.js';

/** Writes sheets of pictures during training, always of the same seeds: 0, 1, 2 ... as `generate` numbers them. */
export class SampleGrid implements SampleWriter {
  private readonly model: ModelDefinition;
  private readonly config: object;
  private readonly runDir: string;
  private readonly threads: number | undefined;
  private compiled: CompiledSampler | undefined;
  private images: readonly Image[] = [];

  constructor(model: ModelDefinition, config: object, runDir: string, threads: number | undefined) {
    this.model = model;
    this.config = config;
    this.runDir = runDir;
    this.threads = threads;
  }

  get pictures(): readonly Image[] {
    return this.images;
  }

  /** Writes `samples/step-000200.png`. */
  async write(state: Tree<HostTensor>, step: number): Promise<SampleFile> {
    const { contactSheet, encodePng } = await import('@aigc/media/image');
    const sampler = requireSampler(this.model, this.config);
    const parameters = sampler.parameters(state);
    const seeds = Array.from({ length: sampleCount(this.model, this.config, sampler) }, (_, seed) => seed);
    this.compiled ??= await compileSampler(sampler, parameters, {
      name: `sample ${this.model.name}`,
      batchSize: seeds.length,
      threads: this.threads,
    });
    this.images = await this.compiled.draw(parameters, seeds);
    const path = join(this.runDir, SAMPLES_FOLDER, `${stepName(step)}.png`);
    await writeFileAtomic(path, await encodePng(contactSheet(this.images)));
    return { step, path, kind: 'image' };
  }

  async dispose(): Promise<void> {
    await this.compiled?.dispose();
  }
}

/** Pictures on a sheet, a square number: enough to judge variety, few enough to stay a small part of training. */
function sampleCount(model: ModelDefinition, config: object, sampler: Sampling): number {
  const request = model.data(config);
  const size = request.kind === 'images' ? request.imageSize : 0;
  if (isIterative(sampler) || size > 64) return 16;
  return size <= 32 ? 64 : 36;
}
