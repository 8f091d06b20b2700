import { flagsFromModels, TrainCommand, trainFlags } from '@aigc/cli-kit';
import { trainSchemas } from '../../config.js';

export default class Train extends TrainCommand {
  static summary = 'Train a model of the family noise on images';
  static examples = ['<%= config.bin %> train noise --data ./pictures --out runs/first --steps 500'];
  static flags = { ...trainFlags, ...flagsFromModels(trainSchemas) };

  async run() {
    const { flags } = await this.parse(Train);
    const request = await this.trainRequest(flags, 'noise', trainSchemas);
    const [{ trainModel }, { model }] = await Promise.all([import('@aigc/core'), import('../../model.js')]);
    return this.reportTraining(trainModel({ ...request, model }));
  }
}
