// Codes: E-CONFIG-120 the anatomy does not fit the size of the pictures.
import { resolveChannels, resolveSchedule } from '@aigc/core/config';
import { type ImageDataFacts, InvalidConfigError, type TrainingPlan } from '@aigc/plugin-api';
import { type UnetConfig, unetConfigSchema } from './config.js';

/** By default, levels go on until a side is this short or odd, */
const SMALLEST_SIDE = 8;
/** and those at most this long have attention. */
const ATTENTION_SIDE = 8;
/** Channels of the first level by those of the pictures: what a CPU trains in minutes. */
const DEFAULT_WIDTH = { 1: 16, 3: 32 };
/** Length of a schedule where neither it nor the run has one. */
const SCHEDULE_STEPS = 20_000;

/** Widths 1-2-4-4..., one level for each side that is still worth halving. */
function defaultMultipliers(imageSize: number): number[] {
  const multipliers = [1];
  for (let side = imageSize; side > SMALLEST_SIDE && side % 2 === 0; side /= 2)
    multipliers.push(multipliers.length === 1 ? 2 : 4);
  return multipliers;
}

function refuseMisfit({ imageSize, width, multipliers, groups }: UnetConfig): void {
  const halvings = multipliers.length - 1;
  if (imageSize % 2 ** halvings !== 0) {
    throw new InvalidConfigError(
      'E-CONFIG-120',
      `imageSize is ${imageSize}, which cannot be halved ${halvings} times for ${multipliers.length} levels`,
      { hints: [`make it a multiple of ${2 ** halvings}, or give fewer multipliers`] },
    );
  }
  if (width % groups !== 0) {
    throw new InvalidConfigError('E-CONFIG-120', `width is ${width}, which ${groups} groups do not divide`, {
      hints: ['make width a multiple of groups'],
    });
  }
}

/**
 * Completes settings: channels and classes from the data, levels from the size of the pictures.
 *
 * @throws InvalidConfigError where they do not fit each other or the data.
 */
export function resolveUnetConfig(given: object, data: ImageDataFacts, plan?: TrainingPlan): UnetConfig {
  const settings = unetConfigSchema.parse(given);
  const multipliers = settings.multipliers ?? defaultMultipliers(settings.imageSize);
  const sides = multipliers.map((_, level) => settings.imageSize / 2 ** level);
  const channels = resolveChannels(settings.channels, data);
  const classes = settings.classes ?? [...data.classes];
  const config: UnetConfig = {
    ...settings,
    ...resolveSchedule(settings, plan, SCHEDULE_STEPS),
    channels,
    width: settings.width ?? DEFAULT_WIDTH[channels],
    // one class is none: there is nothing to tell apart
    classes: settings.conditional && classes.length > 1 ? classes : [],
    multipliers,
    // a network for crops may draw pictures of any size, on which attention would be spread thinner than it was learnt
    attentionSizes: settings.attentionSizes ?? (settings.crops ? [] : sides.filter((side) => side <= ATTENTION_SIDE)),
  };
  refuseMisfit(config);
  return config;
}
