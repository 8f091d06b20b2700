import { Flags, type Interfaces } from '@oclif/core';
import { DEVICE_CHOICES } from './device-choices.js';
import { numberFlag } from './number-flag.js';

/** The types of `generateFlags`. */
export interface GenerateFlags {
  readonly seeds: Interfaces.OptionFlag<string>;
  readonly out: Interfaces.OptionFlag<string | undefined>;
  readonly grid: Interfaces.BooleanFlag<boolean>;
  readonly checkpoint: Interfaces.OptionFlag<string | undefined>;
  readonly overwrite: Interfaces.BooleanFlag<boolean>;
  readonly device: Interfaces.OptionFlag<string | undefined>;
  readonly threads: Interfaces.OptionFlag<number | undefined>;
}

/** Flags that every command takes that draws pictures; spread them before those of the sampler. */
export const generateFlags: GenerateFlags = {
  seeds: Flags.string({
    description: 'Seeds to draw: whole numbers and ranges',
    default: '0-15',
    env: 'AIGC_SEEDS',
    helpValue: '0-15,20',
  }),
  out: Flags.string({ description: 'Folder for the images [default: RUN/generated]', env: 'AIGC_OUT', helpValue: 'DIR' }),
  grid: Flags.boolean({ description: 'Also write grid.png with all images on one sheet', env: 'AIGC_GRID' }),
  checkpoint: Flags.string({
    description: 'Which weights: best by validation, last, or those of a step [default: best]',
    env: 'AIGC_CHECKPOINT',
    helpValue: 'best|last|STEP',
  }),
  overwrite: Flags.boolean({ description: 'Replace files that are there and differ', env: 'AIGC_OVERWRITE' }),
  device: Flags.string({
    description: 'Where to draw; only on the cpu are the bytes those of every other time [default: cpu]',
    options: [...DEVICE_CHOICES],
    env: 'AIGC_DEVICE',
    helpValue: 'NAME',
  }),
  threads: numberFlag(
    { isInteger: true, minimum: 1, maximum: 1024 },
    { description: 'Threads of the CPU device [default: all cores]', env: 'AIGC_THREADS' },
  ),
};
