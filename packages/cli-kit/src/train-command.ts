import { BaseCommand } from './base-command.js';
import { UsageError } from './errors/usage-error.js';
import type { DeviceChoice } from './flags/device-choices.js';
import { flagName, settingsFromFlags } from './flags/flags-from-json-schema.js';
import { type ModelSchemas, modelsWith, settingOfFlag } from './flags/flags-from-models.js';
import { pictureFlags, pictureSettings } from './flags/picture-flags.js';
import { readProjectSettings } from './training/project-settings.js';
import { readTrainSettings } from './training/read-train-settings.js';
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
 * Base of `aigc train <family>`: merges flags, environment and the project's configuration file into one request.
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

  /**
   * Flag before environment before file; defaults are left to the model and the trainer.
   *
   * @throws UsageError where `--data` is missing or a flag contradicts `--resume`, InvalidConfigError for the file.
   */
  protected async trainRequest(flags: TrainFlagValues, family: string, schemas: ModelSchemas): Promise<TrainRequest> {
    const isResumed = flags.resume !== undefined;
    if (isResumed) this.#refuseWithResume(schemas);
    else if (flags.data === undefined) throw this.#dataMissing();
    const modelName = await this.#modelName(flags, schemas);
    const schema = schemas[modelName] ?? {};
    this.#refuseOtherModels(modelName, schemas);
    const file = await readProjectSettings(this.config, `train.${family}`, this.io.cwd);
    const fromFile = file === undefined ? undefined : readTrainSettings(file, schema);
    // A run that is resumed keeps the settings it began with.
    const settings = isResumed ? {} : { ...fromFile?.settings, ...settingsFromFlags(flags, schema) };
    const limits = fromFile?.limits ?? {};
    return {
      family,
      modelName,
      ...mergeLimits(flags, limits),
      data: await dataHabits(flags, limits),
      onDivergence: flags['on-divergence'] as TrainRequest['onDivergence'],
      from: flags.from,
      freeze: flags.freeze,
      dataPath: flags.data,
      runFolder: flags.resume ?? flags.out ?? `runs/${family}-${timeStamp(this.io.today())}`,
      isResumed,
      device: flags.device as DeviceChoice | undefined,
      settings,
      signal: this.signal,
    };
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
    const settings = Object.values(schemas).flatMap((schema) => Object.keys(schema.properties ?? {}));
    const ofData = ['validation-share', 'augment-data', ...Object.keys(pictureFlags)];
    const refused = ['out', 'seed', 'from', 'freeze', ...ofData, ...settings.map(flagName)];
    const given = refused.find((name) => this.argv.some((word) => word === `--${name}` || word.startsWith(`--${name}=`)));
    if (given === undefined) return;
    throw new UsageError('E-CLI-005', `${this.commandName}: --${given} cannot be changed with --resume`, {
      hints: ['leave it out: the run keeps the settings it began with', 'or start a new run without --resume'],
    });
  }
}

function mergeLimits(flags: TrainFlagValues, file: Partial<TrainLimits>): TrainLimits {
  const pick = (flag: string, name: keyof TrainLimits): number | undefined => (flags[flag] as number | undefined) ?? file[name];
  return {
    steps: pick('steps', 'steps'),
    budgetS: pick('budget', 'budgetS'),
    seed: pick('seed', 'seed'),
    threads: pick('threads', 'threads'),
    checkpointEvery: pick('checkpoint-every', 'checkpointEvery'),
    sampleEvery: pick('sample-every', 'sampleEvery'),
    keepLast: pick('keep-last', 'keepLast'),
    validateEvery: pick('validate-every', 'validateEvery'),
    patience: pick('patience', 'patience'),
  };
}

async function dataHabits(flags: TrainFlagValues, file: Partial<DataHabits>): Promise<DataHabits> {
  const given = flags['augment-data'] as string | undefined;
  return {
    maxBad: (flags['max-bad'] as number | undefined) ?? file.maxBad,
    validationShare: (flags['validation-share'] as number | undefined) ?? file.validationShare,
    augment: given === undefined ? undefined : (await import('@aigc/core')).parseAugment(given),
    ...pictureSettings(flags),
  };
}

/** `20261123-141500`, local time. */
function timeStamp(date: Date): string {
  const pad = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}${pad(date.getMonth() + 1)}${pad(date.getDate())}`;
  return `${day}-${pad(date.getHours())}${pad(date.getMinutes())}${pad(date.getSeconds())}`;
}
