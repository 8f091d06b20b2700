import { BaseCommand, generateFlags, numberFlag } from '@aigc/cli-kit';
import { Args, Flags } from '@oclif/core';

export default class VaeBinarise extends BaseCommand {
  static override summary = 'Draw the pixels of grey pictures black or white once, for likelihoods that can be compared';
  static override description =
    'Each pixel is white with its brightness for a probability: the static binarisation that likelihoods on MNIST are published for. Writes IDX files, labels included, that `train vae --data` reads.';
  static override examples = ['<%= config.bin %> vae binarise train-images-idx3-ubyte.gz --out binary'];
  static override args = { data: Args.string({ required: true, description: 'Folder, archive or IDX file of grey pictures' }) };
  static override flags = {
    out: Flags.string({ required: true, description: 'Folder for the IDX files', env: 'AIGC_OUT', helpValue: 'DIR' }),
    'image-size': numberFlag(
      { isInteger: true, minimum: 8, maximum: 128 },
      { description: 'Side of the pictures in pixels [default: 28]', env: 'AIGC_IMAGE_SIZE' },
    ),
    seed: numberFlag(
      { isInteger: true, minimum: 0, maximum: 2 ** 32 - 1 },
      { description: 'Seed of the draw [default: 0]', env: 'AIGC_SEED' },
    ),
    overwrite: generateFlags.overwrite,
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(VaeBinarise);
    const { binarisePictures } = await import('../../services/binarise-pictures.js');
    const { out: outDir, 'image-size': imageSize, ...options } = flags;
    return this.reportArtifacts(binarisePictures({ ...options, data: args.data, outDir, imageSize, signal: this.signal }));
  }
}
