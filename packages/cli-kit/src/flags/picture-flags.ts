import { Flags, type Interfaces } from '@oclif/core';
import { parseRgb, type Rgb } from './parse-rgb.js';

/** The types of `pictureFlags`. */
export interface PictureFlags {
  readonly include: Interfaces.OptionFlag<string | undefined>;
  readonly fit: Interfaces.OptionFlag<string | undefined>;
  readonly background: Interfaces.OptionFlag<Rgb | undefined>;
  readonly color: Interfaces.OptionFlag<string | undefined>;
  readonly crops: Interfaces.BooleanFlag<boolean | undefined>;
}

/** How pictures are read: the flags that training and `aigc data` share. */
export const pictureFlags: PictureFlags = {
  include: Flags.string({
    description: 'Only files that match: * within a name, ** for any folders [default: all]',
    env: 'AIGC_INCLUDE',
    helpValue: "'*.base.jpg'",
  }),
  fit: Flags.string({
    description: 'How pictures become squares: cut the middle out, add borders, or stretch [default: cover]',
    options: ['cover', 'contain', 'stretch'],
    env: 'AIGC_FIT',
  }),
  background: Flags.custom<Rgb>({ parse: async (text) => parseRgb(text), helpValue: '#RRGGBB' })({
    description: 'Colour of borders and under transparent pixels [default: black]',
    env: 'AIGC_BACKGROUND',
  }),
  color: Flags.string({
    description: 'auto keeps pictures grey when all are; grey and rgb make all so [default: auto]',
    options: ['auto', 'grey', 'rgb'],
    env: 'AIGC_COLOR',
  }),
  crops: Flags.boolean({
    description: 'Take squares at random places of large pictures, at their own scale',
    env: 'AIGC_CROPS',
  }),
};

/** Values of `pictureFlags`, as parsed. */
export interface PictureFlagValues {
  readonly include?: string | undefined;
  readonly fit?: 'cover' | 'contain' | 'stretch' | undefined;
  readonly background?: Rgb | undefined;
  readonly color?: 'auto' | 'grey' | 'rgb' | undefined;
  readonly crops?: boolean | undefined;
}

/** The part of some flags that says how pictures are read. */
export function pictureSettings(flags: { readonly [flag: string]: unknown }): PictureFlagValues {
  const { include, fit, background, color, crops } = flags as PictureFlagValues;
  return { include, fit, background, color, crops };
}
