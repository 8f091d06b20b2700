import type { TrainingEstimate } from '@aigc/core';
import { AigcError, type ArtifactEvent, EXIT, InvalidConfigError, type TrainingEvent } from '@aigc/plugin-api';
import { BaseCommand } from './base-command.js';
import { UsageError } from './errors/usage-error.js';
import type { DeviceChoice } from './flags/device-choices.js';
import { flagName, settingsFromFlags } from './flags/flags-from-json-schema.js';
import { type ModelSchemas, modelsWith, settingOfFlag } from './flags/flags-from-models.js';
import { pictureFlags, pictureSettings } from './flags/picture-flags.js';
import { planLines } from './training/plan-lines.js';
import type { TrainingEnd } from './training/report-training.js';
import type { DataHabits, TrainLimits, TrainRequest } from './training/train-request.js';

/** Values of `trainFlags` and of a model's flags, as parsed. */
export interface TrainFlagValues {
  readonly data?: string | undefined;
  readonly out?: string | undefined;
  readonly resume?: string | undefined;
  readonly device?: string | undefined;
  readonly model?: string | undefined;
  readonly from?: string | undefined;
  readonly freeze?: readonly string[] | undefined;
  readonly [flag: string]: unknown;
}

/**
 * Base of `aigc train <family>`: makes one request of flags, environment and configuration files.
 *
 * ```ts
 * export default class TrainGan extends TrainCommand {
 *   static override flags = { ...trainFlags, ...flagsFromJsonSchema(dcganJsonSchema) };
 *
 *   async run(): Promise<TrainingEnd> {
 *     const { flags } = await this.parse(TrainGan);
 *     const request = await this.trainRequest(flags, 'gan', { dcgan: dcganJsonSchema });
 *     const [{ trainModel }, { dcgan }] = await Promise.all([import('@aigc/core'), import('../../dcgan/index.js')]);
 *     return this.reportTraining(trainModel({ ...request, model: dcgan }));
 *   }
 * }
 * ```
 */
export abstract class TrainCommand extends BaseCommand {
  static override usage = [
    '<%= command.id %> --data PATH [--out RUN] [--budget 60s|10m|1h] [--steps N] [FLAGS]',
    '<%= command.id %> --resume RUN [--budget 60s|10m|1h] [--steps N] [FLAGS]',
  ];

  #isDryRun = false;
  #plan: TrainingEstimate | undefined;

  /**
   * What was asked for; defaults are left to the model and the trainer.
   *
   * @throws UsageError where `--data` is missing or a flag contradicts `--resume`.
   */
  protected async trainRequest(given: TrainFlagValues, family: string, schemas: ModelSchemas): Promise<TrainRequest> {
    const isResumed = given.resume !== undefined;
    this.#isDryRun = given['dry-run'] === true;
    // A run that is resumed keeps the settings it began with.
    const flags = isResumed ? this.#withoutFiles(given, keptByRun(schemas)) : given;
    if (isResumed) this.#refuseWithResume(schemas);
    else if (flags.data === undefined) throw this.#dataMissing();
    const modelName = await this.#modelName(flags, schemas);
    const schema = schemas[modelName] ?? {};
    this.#refuseOtherModels(modelName, schemas);
    this.#warnOfOtherModels(modelName, schemas);
    return {
      family,
      modelName,
      ...limitsOf(flags),
      data: await dataHabits(flags),
      onDivergence: flags['on-divergence'] as TrainRequest['onDivergence'],
      from: flags.from,
      freeze: flags.freeze,
      dataPath: flags.data,
      runFolder: flags.resume ?? flags.out ?? (await this.#newRunFolder(family)),
      isResumed,
      device: flags.device as DeviceChoice | undefined,
      settings: isResumed ? {} : settingsFromFlags(flags, schema),
      signal: this.signal,
      ...(this.#isDryRun ? { onPlan: (plan: TrainingEstimate) => this.#keepPlan(plan) } : {}),
    };
  }

  /** Shows a run, or with `--dry-run` its plan, after which the command ends. */
  protected override async reportTraining(events: AsyncIterable<TrainingEvent>): Promise<TrainingEnd> {
    try {
      return this.#isDryRun ? await this.#reportPlan(events) : await super.reportTraining(events);
    } catch (error) {
      throw this.#withFile(error);
    }
  }

  async #reportPlan(events: AsyncIterable<TrainingEvent>): Promise<never> {
    const told = async function* (): AsyncGenerator<ArtifactEvent, void> {
      for await (const event of events) if (event.type === 'progress' || event.type === 'warning') yield event;
    };
    await this.reportArtifacts(told());
    const plan = this.#plan;
    if (plan === undefined) throw new Error('the training service made no plan');
    for (const line of planLines(plan, this.io.cwd)) this.log(line);
    if (this.jsonEnabled()) this.logJson(this.toSuccessJson(plan));
    return this.exit(EXIT.ok);
  }

  #keepPlan(plan: TrainingEstimate): void {
    this.#plan = plan;
  }

  #withoutFiles(flags: TrainFlagValues, names: readonly string[]): TrainFlagValues {
    return Object.fromEntries(Object.entries(flags).filter(([name]) => !names.includes(name) || !this.fileValues.has(name)));
  }

  /** A model's complaint about settings, with the file where the first of them stands. */
  #withFile(error: unknown): unknown {
    if (!AigcError.isInstance(error) || error.path !== undefined) return error;
    const issues = (error.cause as { issues?: readonly { path: readonly PropertyKey[] }[] } | undefined)?.issues ?? [];
    const names = issues.map(({ path }) => flagName(String(path[0])));
    const origin = names.map((name) => this.fileValues.get(name)?.origin).find((found) => found !== undefined);
    if (origin === undefined) return error;
    return new InvalidConfigError('E-CONFIG-109', error.message, { path: origin.path, hints: error.hints, cause: error.cause });
  }

  async #newRunFolder(family: string): Promise<string> {
    const { defaultRunDir } = await import('@aigc/core');
    return defaultRunDir(family, this.io.today());
  }

  /** The model that was named, that of the run to go on with, or the family's first. */
  async #modelName(flags: TrainFlagValues, schemas: ModelSchemas): Promise<string> {
    if (flags.model !== undefined) return flags.model;
    const [first = '', ...others] = Object.keys(schemas);
    if (flags.resume === undefined || others.length === 0) return first;
    const { readRunFiles } = await import('@aigc/core');
    const { model } = (await readRunFiles(flags.resume)).info;
    return Object.hasOwn(schemas, model) ? model : first;
  }

  // Whoever asks for another model than the file does not mean the file's settings of it.
  #warnOfOtherModels(modelName: string, schemas: ModelSchemas): void {
    if (!this.fileValues.has('model') && this.#isGiven('model')) return;
    for (const [flag, { origin }] of this.fileValues) {
      const setting = settingOfFlag(flag, schemas);
      const owners = setting === undefined ? [] : modelsWith(setting, schemas);
      if (owners.length === 0 || owners.includes(modelName)) continue;
      this.addWarning(`${origin.at} is a setting of ${owners.join(', ')}, not of ${modelName}; left out (${origin.path})`);
    }
  }

  #isGiven(flag: string): boolean {
    const isWord = this.argv.some((word) => word === `--${flag}` || word.startsWith(`--${flag}=`));
    return isWord || (this.io.env[`AIGC_${flag.toUpperCase()}`] ?? '') !== '';
  }

  #refuseOtherModels(modelName: string, schemas: ModelSchemas): void {
    for (const word of this.argv) {
      const flag = /^--(?:no-)?([a-z0-9-]+)/.exec(word)?.[1] ?? '';
      const setting = settingOfFlag(flag, schemas);
      const owners = setting === undefined ? [] : modelsWith(setting, schemas);
      if (owners.length === 0 || owners.includes(modelName)) continue;
      throw new UsageError(
        'E-CLI-007',
        `${this.commandName}: --${flag} is a setting of ${owners.join(', ')}, not of ${modelName}`,
        {
          hints: [`leave it out, or train that model: --model ${owners[0]}`],
        },
      );
    }
  }

  #dataMissing(): UsageError {
    return new UsageError('E-CLI-002', `${this.commandName}: --data is missing`, {
      hints: [
        `say what to learn from: \`aigc ${this.commandName} --data PATH\``,
        `or go on with a run: \`aigc ${this.commandName} --resume RUN\``,
      ],
    });
  }

  #refuseWithResume(schemas: ModelSchemas): void {
    const given = ['out', ...keptByRun(schemas)].find((name) =>
      this.argv.some((word) => word === `--${name}` || word.startsWith(`--${name}=`)),
    );
    if (given === undefined) return;
    throw new UsageError('E-CLI-005', `${this.commandName}: --${given} cannot be changed with --resume`, {
      hints: ['leave it out: the run keeps the settings it began with', 'or start a new run without --resume'],
    });
  }
}

/** Flags that say what a run is made of: it keeps them, whatever a later command or file says. */
function keptByRun(schemas: ModelSchemas): string[] {
  const settings = Object.values(schemas).flatMap((schema) => Object.keys(schema.properties ?? {}));
  const ofData = ['validation-share', 'hold-out', 'augment-data', ...Object.keys(pictureFlags)];
  return ['seed', 'from', 'freeze', ...ofData, ...settings.map(flagName)];
}

function limitsOf(flags: TrainFlagValues): TrainLimits {
  const number = (flag: string): number | undefined => flags[flag] as number | undefined;
  return {
    steps: number('steps'),
    budgetS: number('budget'),
    seed: number('seed'),
    threads: number('threads'),
    checkpointEvery: number('checkpoint-every'),
    sampleEvery: number('sample-every'),
    keepLast: number('keep-last'),
    validateEvery: number('validate-every'),
    patience: number('patience'),
  };
}

async function dataHabits(flags: TrainFlagValues): Promise<DataHabits> {
  const given = flags['augment-data'] as string | undefined;
  return {
    maxBad: flags['max-bad'] as number | undefined,
    validationShare: flags['validation-share'] as number | undefined,
    holdOut: flags['hold-out'] as DataHabits['holdOut'],
    augment: given === undefined ? undefined : (await import('@aigc/core')).parseAugment(given),
    ...pictureSettings(flags),
  };
}
