import { flagsFromModels, GenerateCommand, generateFlags } from '@aigc/cli-kit';
import { Args } from '@oclif/core';
import { samplingSchemas } from '../../config.js';

export default class Generate extends GenerateCommand {
  static summary = 'Draw with a model of the family __FAMILY__';
  static examples = ['<%= config.bin %> generate __FAMILY__ runs/first --seeds 0-15 --temperature 0.5'];
  static args = { run: Args.string({ required: true, description: 'Folder of the run' }) };
  static flags = { ...generateFlags, ...flagsFromModels(samplingSchemas, { helpGroup: 'SAMPLER' }) };

  async run() {
    const { args, flags } = await this.parse(Generate);
    const { model } = await import('../../model.js');
    return this.draw(flags, { run: args.run, models: { pixel: model }, samplingSchema: samplingSchemas.pixel });
  }
}
