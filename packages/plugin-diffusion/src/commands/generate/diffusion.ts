import { flagsFromJsonSchema, GenerateCommand, generateFlags } from '@aigc/cli-kit';
import { Args } from '@oclif/core';
import { unetSamplingJsonSchema } from '../../unet/json-schema.js';

export default class GenerateDiffusion extends GenerateCommand {
  static override summary = 'Draw new images from a diffusion run, or redraw parts of one you have';
  static override description =
    'One seed is one PNG file, with the same bytes whichever other seeds are drawn beside it. With --init, pictures start from a ' +
    'picture under noise; with --mask too, only the white part of the mask is drawn anew. The recipe is inside the file.';
  static override examples = [
    '<%= config.bin %> generate diffusion runs/digits --seeds 0-15 --grid --class 3 --guidance 2',
    '<%= config.bin %> generate diffusion runs/digits --sampler ddim --steps 50',
    '<%= config.bin %> generate diffusion runs/digits --init seven.png --strength 0.5',
    '<%= config.bin %> generate diffusion runs/digits --init seven.png --mask right-half.png',
  ];
  static override args = { run: Args.string({ required: true, description: 'Folder of the run, as `train` printed it' }) };
  static override flags = {
    ...generateFlags,
    // the environment of training has steps too, of another kind
    ...flagsFromJsonSchema(unetSamplingJsonSchema, { envPrefix: 'AIGC_SAMPLING_', helpGroup: 'SAMPLER' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(GenerateDiffusion);
    const { unet } = await import('../../unet/model.js');
    return this.draw(flags, { run: args.run, models: { unet }, samplingSchema: unetSamplingJsonSchema });
  }
}
