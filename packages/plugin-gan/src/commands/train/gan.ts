import { flagsFromModels, TrainCommand, type TrainingEnd, trainFlags } from '@aigc/cli-kit';
import { Flags } from '@oclif/core';
import { trainSchemas } from '../../json-schemas.js';

export default class TrainGan extends TrainCommand {
  static override summary = 'Train a generative adversarial network on images';
  static override description =
    'dcgan and wgan-gp learn small pictures: whole ones, cropped to a square and scaled; a class for each sub-folder. texture learns a ' +
    'material from crops of one photograph, and draws it in any size so that it tiles. The run folder holds the configuration, ' +
    'metrics, checkpoints and sample grids. Ctrl-C saves; --resume goes on exactly where it stopped.';
  static override examples = [
    '<%= config.bin %> train gan --data ./icons --budget 60s',
    '<%= config.bin %> train gan --data ./icons --out runs/icons --steps 2000 --seed 7 --image-size 64',
    '<%= config.bin %> train gan --model texture --data ./sand --out runs/sand --budget 10m',
    '<%= config.bin %> train gan --resume runs/icons --steps 4000',
  ];
  static override flags = {
    ...trainFlags,
    model: Flags.string({
      description: 'Network to train [default: dcgan]',
      options: Object.keys(trainSchemas),
      helpValue: 'NAME',
      env: 'AIGC_MODEL',
      helpGroup: 'MODEL',
    }),
    ...flagsFromModels(trainSchemas),
  };

  async run(): Promise<TrainingEnd> {
    const { flags } = await this.parse(TrainGan);
    const request = await this.trainRequest(flags, 'gan', trainSchemas);
    const [{ trainModel }, { ganModel }] = await Promise.all([import('@aigc/core'), import('../../models.js')]);
    return this.reportTraining(trainModel({ ...request, model: ganModel(request.modelName) }));
  }
}
