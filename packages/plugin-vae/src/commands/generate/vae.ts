import { checkpointChoice, flagsFromJsonSchema, GenerateCommand, generateFlags } from '@aigc/cli-kit';
import { Args } from '@oclif/core';
import { vaeSamplingJsonSchema } from '../../sampling/json-schema.js';

export default class GenerateVae extends GenerateCommand {
  static override summary = 'Draw new images from a variational auto-encoder';
  static override description =
    'One seed is one PNG file, with the same bytes whichever other seeds are drawn beside it. The mixture prior needs `vae fit-prior` once.';
  static override examples = [
    '<%= config.bin %> generate vae runs/digits --seeds 0-63 --grid',
    '<%= config.bin %> generate vae runs/digits --prior mixture --seeds 0-63 --grid --out digits',
  ];
  static override args = { run: Args.string({ required: true, description: 'Folder of the run, as `train` printed it' }) };
  static override flags = { ...generateFlags, ...flagsFromJsonSchema(vaeSamplingJsonSchema, { helpGroup: 'SAMPLER' }) };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(GenerateVae);
    const { modelsOfRun } = await import('../../sampling/models-of-run.js');
    const models = await modelsOfRun(args.run, checkpointChoice(flags.checkpoint));
    return this.draw(flags, { run: args.run, models, samplingSchema: vaeSamplingJsonSchema });
  }
}
