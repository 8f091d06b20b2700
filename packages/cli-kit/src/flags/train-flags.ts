import { Flags, type Interfaces } from '@oclif/core';
import { withFacts } from '../settings/setting-facts.js';
import { DEVICE_CHOICES } from './device-choices.js';
import { numberFlag } from './number-flag.js';
import { parseDuration } from './parse-duration.js';
import { type PictureFlags, pictureFlags } from './picture-flags.js';

/** Ranges of the numbers that every training run shares, by their names in the configuration file. */
export const trainRanges = {
  steps: { isInteger: true, minimum: 1 },
  seed: { isInteger: true, minimum: 0, maximum: 2 ** 32 - 1 },
  threads: { isInteger: true, minimum: 1, maximum: 1024 },
  checkpointEvery: { isInteger: true, minimum: 1 },
  sampleEvery: { isInteger: true, minimum: 1 },
  keepLast: { isInteger: true, minimum: 1 },
  validateEvery: { isInteger: true, minimum: 1 },
  patience: { isInteger: true, minimum: 1 },
  maxBad: { minimum: 0, maximum: 1 },
  validationShare: { minimum: 0, maximum: 0.9 },
} as const;

/** The types of `trainFlags`. */
export interface TrainFlags extends PictureFlags {
  readonly data: Interfaces.OptionFlag<string | undefined>;
  readonly out: Interfaces.OptionFlag<string | undefined>;
  readonly resume: Interfaces.OptionFlag<string | undefined>;
  readonly steps: Interfaces.OptionFlag<number | undefined>;
  /** In seconds. */
  readonly budget: Interfaces.OptionFlag<number | undefined>;
  readonly seed: Interfaces.OptionFlag<number | undefined>;
  readonly device: Interfaces.OptionFlag<string | undefined>;
  readonly threads: Interfaces.OptionFlag<number | undefined>;
  readonly 'checkpoint-every': Interfaces.OptionFlag<number | undefined>;
  readonly 'sample-every': Interfaces.OptionFlag<number | undefined>;
  readonly 'keep-last': Interfaces.OptionFlag<number | undefined>;
  readonly 'validate-every': Interfaces.OptionFlag<number | undefined>;
  readonly patience: Interfaces.OptionFlag<number | undefined>;
  readonly 'on-divergence': Interfaces.OptionFlag<string | undefined>;
  readonly from: Interfaces.OptionFlag<string | undefined>;
  readonly freeze: Interfaces.OptionFlag<string[] | undefined>;
  readonly 'max-bad': Interfaces.OptionFlag<number | undefined>;
  readonly 'validation-share': Interfaces.OptionFlag<number | undefined>;
  readonly 'hold-out': Interfaces.OptionFlag<string | undefined>;
  readonly 'augment-data': Interfaces.OptionFlag<string | undefined>;
  readonly 'dry-run': Interfaces.BooleanFlag<boolean | undefined>;
}

/** Flags that every `aigc train <family>` takes; spread them before the flags of the model. */
export const trainFlags: TrainFlags = {
  data: Flags.string({
    description: 'What to learn from: a folder or archive of images, or a file of text (required unless --resume)',
    env: 'AIGC_DATA',
    helpValue: 'PATH',
  }),
  out: Flags.string({ description: 'Folder of the new run [default: runs/FAMILY-DATE-TIME]', env: 'AIGC_OUT', helpValue: 'RUN' }),
  resume: Flags.string({
    description: 'Go on with an earlier run from its last checkpoint',
    env: 'AIGC_RESUME',
    helpValue: 'RUN',
  }),
  steps: numberFlag(trainRanges.steps, { description: 'Stop at this training step', env: 'AIGC_STEPS' }),
  budget: withFacts(
    Flags.custom<number>({ parse: async (text) => parseDuration(text), helpValue: '60s|10m|1h' })({
      description: 'Stop after this much time; without --steps and --budget, train until Ctrl-C',
      env: 'AIGC_BUDGET',
    }),
    { schema: { type: 'string', examples: ['60s', '10m', '1h30m'] } },
  ),
  seed: numberFlag(trainRanges.seed, {
    description: 'The same seed on the same machine gives the same bytes [default: 0]',
    env: 'AIGC_SEED',
  }),
  device: Flags.string({
    description: 'Where to train [default: auto, the fastest that was measured]',
    env: 'AIGC_DEVICE',
    helpValue: 'NAME',
    options: [...DEVICE_CHOICES],
  }),
  threads: numberFlag(trainRanges.threads, {
    description: 'Threads of the CPU device [default: all cores]',
    env: 'AIGC_THREADS',
  }),
  'checkpoint-every': numberFlag(trainRanges.checkpointEvery, {
    description: 'Steps between two checkpoints [default: about every 30 seconds]',
    env: 'AIGC_CHECKPOINT_EVERY',
  }),
  'sample-every': numberFlag(trainRanges.sampleEvery, {
    description: 'Steps between two sheets of samples [default: about every 30 seconds]',
    env: 'AIGC_SAMPLE_EVERY',
  }),
  'keep-last': numberFlag(trainRanges.keepLast, { description: 'Checkpoints to keep [default: 3]', env: 'AIGC_KEEP_LAST' }),
  'validate-every': numberFlag(trainRanges.validateEvery, {
    description: 'Steps between two validations on held-out data [default: 250]',
    env: 'AIGC_VALIDATE_EVERY',
  }),
  patience: numberFlag(trainRanges.patience, {
    description: 'Stop after this many validations without a better one [default: never]',
    env: 'AIGC_PATIENCE',
  }),
  'on-divergence': Flags.string({
    description:
      'When a loss is no longer finite: stop, or go back to the last checkpoint with half the learning rate [default: stop]',
    options: ['stop', 'rewind'],
    env: 'AIGC_ON_DIVERGENCE',
  }),
  from: Flags.string({ description: 'Start with the weights of another run', env: 'AIGC_FROM', helpValue: 'RUN' }),
  freeze: Flags.string({
    description: 'Parameters that stay as they are, * for anything; may be given more than once',
    multiple: true,
    env: 'AIGC_FREEZE',
    helpValue: 'PATTERN',
  }),
  'max-bad': numberFlag(trainRanges.maxBad, {
    description: 'Share of broken images that is skipped, 0 to 1; more is an error [default: 0.01]',
    env: 'AIGC_MAX_BAD',
    helpValue: 'SHARE',
  }),
  'validation-share': numberFlag(trainRanges.validationShare, {
    description: 'Share of the data that is held out, 0 to 0.9 [default: 0.1 for models that are validated, else 0]',
    env: 'AIGC_VALIDATION_SHARE',
    helpValue: 'SHARE',
  }),
  'hold-out': Flags.string({
    description: 'Which pictures are held out: those that their hashes choose, or the last ones [default: hash]',
    options: ['hash', 'last'],
    env: 'AIGC_HOLD_OUT',
  }),
  'augment-data': Flags.string({
    description:
      'Random changes of each picture, with a strength from 0 to 1 or without: scale, rotate, crop, flip, color, noise, cutout',
    env: 'AIGC_AUGMENT_DATA',
    helpValue: 'flip,crop:0.2',
  }),
  'dry-run': Flags.boolean({
    description: 'Only plan: check settings and data, measure a few steps, say what time and memory it would take',
    env: 'AIGC_DRY_RUN',
  }),
  ...pictureFlags,
};
