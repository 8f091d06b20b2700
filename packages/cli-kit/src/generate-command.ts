import { join } from 'node:path';
import type { ArtifactEvent, ModelDefinition } from '@aigc/plugin-api';
import { BaseCommand } from './base-command.js';
import { UsageError } from './errors/usage-error.js';
import type { DeviceChoice } from './flags/device-choices.js';
import { type JsonSchema, settingsFromFlags } from './flags/flags-from-json-schema.js';

/** Values of `generateFlags` and of a sampler's flags, as parsed. */
export interface GenerateFlagValues {
  readonly seeds: string;
  readonly out?: string | undefined;
  readonly grid: boolean;
  readonly checkpoint?: string | undefined;
  readonly overwrite: boolean;
  readonly device?: string | undefined;
  readonly threads?: number | undefined;
}

/** What to draw with, and how the sampler is told. */
export interface Drawing {
  readonly run: string;
  /** By the name of a model, as the run has it. */
  readonly models: { readonly [name: string]: ModelDefinition };
  readonly samplingSchema?: JsonSchema;
}

/**
 * Base of `aigc generate <family>`, for families whose sampler takes settings: their flags are made from its schema.
 *
 * ```ts
 * export default class GenerateGan extends GenerateCommand {
 *   static override args = { run: Args.string({ required: true, description: 'Folder of the run' }) };
 *   static override flags = { ...generateFlags, ...flagsFromJsonSchema(samplingJsonSchema, { helpGroup: 'SAMPLER' }) };
 *
 *   async run(): Promise<unknown> {
 *     const { args, flags } = await this.parse(GenerateGan);
 *     const { models } = await import('../../plugin.js');
 *     return this.draw(flags, { run: args.run, models, samplingSchema: samplingJsonSchema });
 *   }
 * }
 * ```
 */
export abstract class GenerateCommand extends BaseCommand {
  /** Draws one picture for each seed. @throws InvalidConfigError, CheckpointError as `generateImages` does. */
  protected async draw(flags: GenerateFlagValues, { run, models, samplingSchema = {} }: Drawing): Promise<unknown> {
    const core = await import('@aigc/core');
    const { info } = await core.readRunFiles(run);
    const model = models[info.model];
    if (model === undefined) {
      throw new UsageError('E-CLI-008', `${this.commandName}: ${run} is a run of ${info.family}/${info.model}`, {
        hints: [`draw from it with: aigc generate ${run}`],
      });
    }
    const events: AsyncGenerator<ArtifactEvent, unknown> = core.generateImages({
      runDir: run,
      model,
      seeds: core.parseSeeds(flags.seeds),
      outDir: flags.out ?? join(run, 'generated'),
      grid: flags.grid,
      overwrite: flags.overwrite,
      device: flags.device as DeviceChoice | undefined,
      threads: flags.threads,
      checkpoint: checkpointChoice(flags.checkpoint),
      sampling: settingsFromFlags({ ...flags }, samplingSchema),
      signal: this.signal,
    });
    return this.reportArtifacts(events);
  }
}

/** @throws UsageError E-CLI-009 for anything but `best`, `last` and a step. */
export function checkpointChoice(text: string | undefined): 'best' | 'last' | number | undefined {
  if (text === undefined || text === 'best' || text === 'last') return text;
  if (/^\d+$/.test(text)) return Number(text);
  throw new UsageError('E-CLI-009', `--checkpoint ${text}: expected best, last or a step`);
}
