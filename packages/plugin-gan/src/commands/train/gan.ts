import { flagsFromJsonSchema, TrainCommand, type TrainingEnd, trainFlags } from '@aigc/cli-kit';
import { Flags } from '@oclif/core';
import { dcganJsonSchema } from '../../dcgan/json-schema.js';

export default class TrainGan extends TrainCommand {
  static override summary = 'Train a generative adversarial network on a folder of images';
  static override description =
    'Pictures may be PNG, JPEG or WebP of any size, with or without alpha; they are cropped to a square, scaled, and composited on ' +
    'black. The run folder holds the configuration, metrics, checkpoints and sample grids. Ctrl-C saves; --resume goes on exactly ' +
    'where it stopped.';
  static override examples = [
    '<%= config.bin %> train gan --data ./icons --budget 60s',
    '<%= config.bin %> train gan --data ./icons --out runs/icons --steps 2000 --seed 7 --image-size 64',
    '<%= config.bin %> train gan --resume runs/icons --steps 4000',
  ];
  static override flags = {
    ...trainFlags,
    model: Flags.string({
      description: 'Network to train',
      options: ['dcgan'],
      helpValue: 'NAME',
      default: 'dcgan',
      env: 'AIGC_MODEL',
      helpGroup: 'MODEL',
    }),
    ...flagsFromJsonSchema(dcganJsonSchema),
  };

  async run(): Promise<TrainingEnd> {
    const { flags } = await this.parse(TrainGan);
    const request = await this.trainRequest(flags, 'gan', { dcgan: dcganJsonSchema });
    const [{ trainModel }, { dcgan }] = await Promise.all([import('@aigc/core'), import('../../dcgan/model.js')]);
    return this.reportTraining(trainModel({ ...request, model: dcgan }));
  }
}
