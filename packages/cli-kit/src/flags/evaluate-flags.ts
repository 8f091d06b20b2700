import { Flags, type Interfaces } from '@oclif/core';
import { generateFlags } from './generate-flags.js';
import { numberFlag } from './number-flag.js';

/** How an ONNX extractor wants its pixels. */
export type ExtractorRange = 'signed' | 'unit' | 'bytes' | 'imagenet';

/** The types of `evaluateFlags`. */
export interface EvaluateFlags {
  readonly samples: Interfaces.OptionFlag<number | undefined>;
  readonly split: Interfaces.OptionFlag<'train' | 'validation' | undefined>;
  readonly extractor: Interfaces.OptionFlag<string | undefined>;
  readonly 'extractor-range': Interfaces.OptionFlag<ExtractorRange | undefined>;
  readonly 'extractor-output': Interfaces.OptionFlag<string | undefined>;
  readonly labels: Interfaces.OptionFlag<string | undefined>;
  readonly reference: Interfaces.OptionFlag<number | undefined>;
  readonly baseline: Interfaces.BooleanFlag<boolean>;
  readonly out: Interfaces.OptionFlag<string | undefined>;
  readonly checkpoint: Interfaces.OptionFlag<string | undefined>;
  readonly threads: Interfaces.OptionFlag<number | undefined>;
}

/** Flags that every command takes that compares samples with real pictures; spread them before those of the sampler. */
export const evaluateFlags: EvaluateFlags = {
  samples: numberFlag(
    { isInteger: true, minimum: 10, maximum: 1_000_000 },
    { description: 'Samples to draw; distances fall with more of them [default: 1000]', env: 'AIGC_SAMPLES' },
  ),
  reference: numberFlag(
    { isInteger: true, minimum: 10, maximum: 1_000_000 },
    { description: 'Real pictures to compare with at most [default: 10000]', env: 'AIGC_REFERENCE' },
  ),
  split: Flags.option({ options: ['train', 'validation'] as const })({
    description: 'Which real pictures [default: train]',
    env: 'AIGC_SPLIT',
  }),
  baseline: Flags.boolean({ description: 'Also judge the model before its first step', env: 'AIGC_BASELINE' }),
  extractor: Flags.string({
    description: 'ONNX file that turns pictures into features [default: a LeNet that learns the classes of the pictures]',
    env: 'AIGC_EXTRACTOR',
    helpValue: 'FILE',
    helpGroup: 'EXTRACTOR',
  }),
  'extractor-range': Flags.option({ options: ['signed', 'unit', 'bytes', 'imagenet'] as const })({
    description: 'Pixels that the file takes: -1 to 1, 0 to 1, 0 to 255, or of mean 0 and deviation 1 [default: signed]',
    env: 'AIGC_EXTRACTOR_RANGE',
    helpGroup: 'EXTRACTOR',
  }),
  'extractor-output': Flags.string({
    description: 'Output of the file to take [default: the first]',
    env: 'AIGC_EXTRACTOR_OUTPUT',
    helpValue: 'NAME',
    helpGroup: 'EXTRACTOR',
  }),
  labels: Flags.string({
    description: 'Pictures in a folder a class, for the LeNet, where those of the run have no classes',
    env: 'AIGC_LABELS',
    helpValue: 'PATH',
    helpGroup: 'EXTRACTOR',
  }),
  out: Flags.string({ description: 'Folder for report and sheet [default: RUN/evaluation]', env: 'AIGC_OUT', helpValue: 'DIR' }),
  checkpoint: generateFlags.checkpoint,
  threads: generateFlags.threads,
};
