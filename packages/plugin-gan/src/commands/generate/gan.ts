import { flagsFromModels, GenerateCommand, generateFlags } from '@aigc/cli-kit';
import { Args } from '@oclif/core';
import { anySamplingSchema, samplingSchemas } from '../../json-schemas.js';

export default class GenerateGan extends GenerateCommand {
  static override summary = 'Draw new images from a trained GAN';
  static override description =
    'One seed is one PNG file, with the same bytes whichever other seeds are drawn beside it. Textures are drawn in any size and tile. ' +
    'The recipe is inside the file.';
  static override examples = [
    '<%= config.bin %> generate gan runs/icons --seeds 0-15 --grid',
    '<%= config.bin %> generate gan runs/digits --class 7 --truncation-psi 0.7',
    '<%= config.bin %> generate gan runs/sand --size 512 --out textures',
  ];
  static override args = { run: Args.string({ required: true, description: 'Folder of the run, as `train` printed it' }) };
  static override flags = { ...generateFlags, ...flagsFromModels(samplingSchemas, { helpGroup: 'SAMPLER' }) };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(GenerateGan);
    const { ganModels } = await import('../../models.js');
    return this.draw(flags, { run: args.run, models: ganModels, samplingSchema: anySamplingSchema });
  }
}
