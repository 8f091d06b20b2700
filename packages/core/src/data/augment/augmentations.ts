// Codes: E-CONFIG-120 unknown augmentation, -121 strength out of range.
import { InvalidConfigError, type RandomStream } from '@aigc/plugin-api';
import { color } from './color.js';
import { crop } from './crop.js';
import { cutout } from './cutout.js';
import { flip } from './flip.js';
import type { Augmentation, FloatPicture } from './float-picture.js';
import { noise } from './noise.js';
import { rotate } from './rotate.js';
import { scale } from './scale.js';

// In the order in which they are applied: what moves pixels, then what changes their values, then what hides them.
const AUGMENTATIONS = {
  scale: { apply: scale, usual: 0.2 },
  rotate: { apply: rotate, usual: 1 / 12 },
  crop: { apply: crop, usual: 0.125 },
  flip: { apply: flip, usual: 0.5 },
  color: { apply: color, usual: 0.2 },
  noise: { apply: noise, usual: 0.05 },
  cutout: { apply: cutout, usual: 0.25 },
} as const satisfies { readonly [name: string]: { readonly apply: Augmentation; readonly usual: number } };

/** What can be done to pictures at random. */
export type AugmentationName = keyof typeof AUGMENTATIONS;

/** Strength of each augmentation that is used, 0 to 1. */
export type AugmentSettings = { readonly [name in AugmentationName]?: number };

/** All names, in the order in which they are applied. */
export const AUGMENTATION_NAMES = Object.keys(AUGMENTATIONS) as readonly AugmentationName[];

/**
 * Reads `flip,crop:0.2`: names, each with a strength from 0 to 1 or its usual one.
 *
 * @throws InvalidConfigError
 */
export function parseAugment(text: string): AugmentSettings {
  const words = text.split(',').map((word) => word.trim());
  const pairs = words
    .filter((word) => word !== '' && word !== 'none')
    .map((word) => {
      const [name = '', strength, ...rest] = word.split(':');
      if (!Object.hasOwn(AUGMENTATIONS, name)) {
        throw new InvalidConfigError('E-CONFIG-120', `unknown augmentation ${name}`, {
          hints: [`choose from ${AUGMENTATION_NAMES.join(', ')}, each with a strength or without: flip,crop:0.2`],
        });
      }
      const usual = AUGMENTATIONS[name as AugmentationName].usual;
      const value = strength === undefined ? usual : strength === '' ? Number.NaN : Number(strength);
      if (!(value >= 0 && value <= 1) || rest.length > 0) {
        throw new InvalidConfigError('E-CONFIG-121', `invalid strength in ${word}: expected 0 to 1`, {
          hints: [`its usual strength is ${Number(usual.toPrecision(2))}: \`${name}\` alone means that`],
        });
      }
      return [name, value] as const;
    });
  return Object.fromEntries(AUGMENTATION_NAMES.flatMap((name) => pairs.filter(([given]) => given === name)));
}

/** Applies the chosen augmentations to a picture; `random` alone decides how, each draws from a stream of its own. */
export function augmented(picture: FloatPicture, settings: AugmentSettings, random: RandomStream): FloatPicture {
  let changed = picture;
  for (const name of AUGMENTATION_NAMES) {
    const strength = settings[name] ?? 0;
    if (strength > 0) changed = AUGMENTATIONS[name].apply(changed, strength, random.fork(name));
  }
  return changed;
}
