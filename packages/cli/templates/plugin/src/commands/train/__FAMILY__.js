import { flagsFromModels, TrainCommand, trainFlags } from '@aigc/cli-kit';
import { trainSchemas } from '../../config.js';

export default class Train extends TrainCommand {
  static summary = 'Train a model of the family __FAMILY__ on images';
  static examples = ['<%= config.bin %> train __FAMILY__ --data ./pictures --out runs/first --steps 500'];
  static flags = { ...trainFlags, ...flagsFromModels(trainSchemas) };

  async run() {
    const { flags } = await this.parse(Train);
    const request = await this.trainRequest(flags, '__FAMILY__', trainSchemas);
    const [{ trainModel }, { model }] = await Promise.all([import('@aigc/core'), import('../../model.js')]);
    return this.reportTraining(trainModel({ ...request, model }));
  }
}
