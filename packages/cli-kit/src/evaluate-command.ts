import type { ModelDefinition } from '@aigc/plugin-api';
import { BaseCommand } from './base-command.js';
import { UsageError } from './errors/usage-error.js';
import type { ExtractorRange } from './flags/evaluate-flags.js';
import { type JsonSchema, settingsFromFlags } from './flags/flags-from-json-schema.js';
import { checkpointChoice } from './generate-command.js';
import { evaluationLines } from './text/evaluation-lines.js';

/** Values of `evaluateFlags` and of a sampler's flags, as parsed. */
export interface EvaluateFlagValues {
  readonly samples?: number | undefined;
  readonly reference?: number | undefined;
  readonly split?: 'train' | 'validation' | undefined;
  readonly baseline: boolean;
  readonly extractor?: string | undefined;
  readonly 'extractor-range'?: ExtractorRange | undefined;
  readonly 'extractor-output'?: string | undefined;
  readonly labels?: string | undefined;
  readonly out?: string | undefined;
  readonly checkpoint?: string | undefined;
  readonly threads?: number | undefined;
}

/** What to judge, and how its sampler is told. */
export interface Judging {
  readonly run: string;
  /** By the name of a model, as the run has it. */
  readonly models: { readonly [name: string]: ModelDefinition };
  readonly samplingSchema?: JsonSchema;
}

/**
 * Base of `aigc evaluate <family>` for families of pictures whose sampler takes settings. Others, such as text, extend
 * `BaseCommand` and bring an evaluation of their own: `aigc evaluate RUN` finds either by its name.
 */
export abstract class EvaluateCommand extends BaseCommand {
  /** Compares samples with real pictures and shows the figures. @throws as `evaluateImages` does */
  protected async evaluate(flags: EvaluateFlagValues, { run, models, samplingSchema = {} }: Judging): Promise<unknown> {
    const { evaluateImages, readRunFiles } = await import('@aigc/core');
    const { info } = await readRunFiles(run);
    const model = models[info.model];
    if (model === undefined) {
      throw new UsageError('E-CLI-008', `${this.commandName}: ${run} is a run of ${info.family}/${info.model}`, {
        hints: [`evaluate it by: aigc evaluate ${run}`],
      });
    }
    const evaluation = await this.reportArtifacts(
      evaluateImages({
        ...flags,
        runDir: run,
        model,
        cacheDir: this.config.cacheDir,
        referenceCount: flags.reference,
        part: flags.split,
        extractorRange: flags['extractor-range'],
        extractorOutput: flags['extractor-output'],
        outDir: flags.out,
        checkpoint: checkpointChoice(flags.checkpoint),
        sampling: settingsFromFlags({ ...flags }, samplingSchema),
        signal: this.signal,
      }),
    );
    for (const line of evaluationLines(evaluation)) this.log(line);
    return evaluation;
  }
}
