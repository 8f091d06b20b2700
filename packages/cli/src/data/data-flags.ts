import { numberFlag, pictureFlags } from '@aigc/cli-kit';
import { Args } from '@oclif/core';

/** What `aigc data` commands look at. */
export const dataArgs = {
  path: Args.string({
    required: true,
    description: "Folder, .zip, .tar or .tar.gz of images, MNIST's IDX format, or one large picture",
  }),
};

/** Flags that both `aigc data` commands take. */
export const dataFlags = {
  size: numberFlag(
    { isInteger: true, minimum: 1, maximum: 4096 },
    { description: 'Side of the squares in pixels [default: 64]', env: 'AIGC_SIZE' },
  ),
  ...pictureFlags,
  'max-bad': numberFlag(
    { minimum: 0, maximum: 1 },
    {
      description: 'Share of broken images that is skipped, 0 to 1; more is an error [default: 0.01]',
      env: 'AIGC_MAX_BAD',
      helpValue: 'SHARE',
    },
  ),
};
