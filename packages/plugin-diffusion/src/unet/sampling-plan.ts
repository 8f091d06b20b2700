// Codes: E-CONFIG-121 the class is not one of the model's; E-CONFIG-122 settings of drawing that do not go together;
// E-CONFIG-123 the network cannot draw pictures of that size.
import { type HostTensor, type InputSpec, InvalidConfigError, type Named } from '@aigc/plugin-api';
import { karrasSigmas } from '../samplers/karras-sigmas.js';
import { samplers } from '../samplers/samplers.js';
import type { UnetConfig } from './config.js';
import { objectiveOf } from './objective.js';
import { type UnetSampling, unetSamplingSchema } from './sampling-config.js';

/** Shares of the way that an init picture is drawn anew: enough to change it and to keep it, and all of it under a mask. */
const DEFAULT_STRENGTH = { init: 0.6, mask: 1 };

/** What drawing needs to know before the first picture. */
export interface SamplingPlan {
  readonly settings: UnetSampling;
  /** Index of the class that every picture has; undefined where each has its own, or none. */
  readonly label: number | undefined;
  /** Noise of the first step. */
  readonly firstSigma: number;
  readonly schedule: readonly Named<HostTensor>[];
  readonly isStochastic: boolean;
  /** What one picture takes, without a batch dimension. */
  readonly inputs: Named<InputSpec>;
}

function classIndex(name: string, classes: readonly string[]): number {
  const index = classes.includes(name) ? classes.indexOf(name) : Number(name === '' ? Number.NaN : name);
  if (Number.isInteger(index) && index >= 0 && index < classes.length) return index;
  throw new InvalidConfigError('E-CONFIG-121', `the model has no class "${name}"`, {
    hints: [classes.length === 0 ? 'it was trained without classes' : `its classes are ${classes.join(', ')}`],
  });
}

function refuseContradictions({ sampler, eta, guidance, init, mask, strength }: UnetSampling, { classes }: UnetConfig): void {
  const contradictions: [boolean, string, string][] = [
    [eta > 0 && sampler !== 'ddim', `eta is ${eta}, but ${sampler} has no eta`, 'choose the sampler ddim, or leave eta out'],
    [guidance !== 1 && classes.length === 0, 'the model has no classes to guide by', 'leave guidance out'],
    [mask !== undefined && init === undefined, 'there is a mask, but no picture to keep', 'name the picture with init'],
    [strength !== undefined && init === undefined, 'strength needs a picture to start from', 'name the picture with init'],
  ];
  const found = contradictions.find(([isFound]) => isFound);
  if (found !== undefined) throw new InvalidConfigError('E-CONFIG-122', found[1], { hints: [found[2]] });
}

function sideOf({ size }: UnetSampling, { imageSize, multipliers }: UnetConfig): number {
  const side = size ?? imageSize;
  const unit = 2 ** (multipliers.length - 1);
  if (side % unit === 0) return side;
  throw new InvalidConfigError('E-CONFIG-123', `size is ${side}, which is no multiple of ${unit}`, {
    hints: [`the network halves its pictures ${multipliers.length - 1} times: give a multiple of ${unit}`],
  });
}

/** Noise levels from the first that is drawn at, down to 0. */
function sigmasOf({ steps, spacing, init, mask, strength }: UnetSampling, config: UnetConfig): number[] {
  const objective = objectiveOf(config);
  const all = spacing === 'karras' ? karrasSigmas(steps, objective) : objective.samplingSigmas(steps);
  const share = init === undefined ? 1 : (strength ?? (mask === undefined ? DEFAULT_STRENGTH.init : DEFAULT_STRENGTH.mask));
  // one step at least: with strength 0, the least noise is added and taken away
  return [...all.slice(Math.min(Math.round((1 - share) * all.length), all.length - 1)), 0];
}

function inputsOf(settings: UnetSampling, config: UnetConfig): Named<InputSpec> {
  const side = sideOf(settings, config);
  const picture = { shape: [side, side, config.channels], dtype: 'float32' } as const;
  const isClassDrawn = config.classes.length > 0 && settings.class === undefined;
  return {
    noise: { ...picture, source: 'normal' },
    ...(isClassDrawn ? { class: { shape: [], dtype: 'float32', source: 'uniform' } as const } : {}),
    ...(settings.init === undefined ? {} : { init: { ...picture, source: 'images' } as const }),
    ...(settings.mask === undefined ? {} : { mask: { ...picture, shape: [side, side, 1], source: 'images' } as const }),
  };
}

const scalar = (value: number): HostTensor => ({ shape: [], dtype: 'float32', data: Float32Array.of(value) });

/**
 * Completes and checks settings of drawing.
 *
 * @throws InvalidConfigError where they do not go together or do not fit the model.
 */
export function samplingPlan(config: UnetConfig, given: object = {}): SamplingPlan {
  const settings = unetSamplingSchema.parse(given);
  refuseContradictions(settings, config);
  const sampler = samplers[settings.sampler];
  const sigmas = sigmasOf(settings, config);
  const entries: readonly Named<number>[] = sampler.schedule(sigmas, settings);
  return {
    settings,
    label: settings.class === undefined ? undefined : classIndex(settings.class, config.classes),
    firstSigma: sigmas[0] as number,
    schedule: entries.map((entry) => Object.fromEntries(Object.entries(entry).map(([name, value]) => [name, scalar(value)]))),
    isStochastic: sampler.isStochastic(settings),
    inputs: inputsOf(settings, config),
  };
}
