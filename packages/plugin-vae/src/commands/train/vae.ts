import { flagsFromJsonSchema, TrainCommand, type TrainingEnd, trainFlags } from '@aigc/cli-kit';
import { Flags } from '@oclif/core';
import { mlpVaeJsonSchema } from '../../mlp/json-schema.js';

export default class TrainVae extends TrainCommand {
  static override summary = 'Train a variational auto-encoder on a folder of images';
  static override description =
    'Pictures may be PNG, JPEG or WebP of any size, with or without alpha; they are cropped to a square, scaled, and composited on ' +
    'black. The losses are in nats a picture. The run folder holds the configuration, metrics, checkpoints and sample grids. Ctrl-C ' +
    'saves; --resume goes on exactly where it stopped.';
  static override examples = [
    '<%= config.bin %> train vae --data ./digits --budget 60s',
    '<%= config.bin %> train vae --data ./digits --out runs/digits --steps 10000 --seed 7 --latent-size 20',
    '<%= config.bin %> train vae --resume runs/digits --steps 20000',
  ];
  static override flags = {
    ...trainFlags,
    model: Flags.string({
      description: 'Network to train',
      options: ['mlp'],
      helpValue: 'NAME',
      env: 'AIGC_MODEL',
      helpGroup: 'MODEL',
    }),
    ...flagsFromJsonSchema(mlpVaeJsonSchema),
  };

  async run(): Promise<TrainingEnd> {
    const { flags } = await this.parse(TrainVae);
    const request = await this.trainRequest(flags, 'vae', { mlp: mlpVaeJsonSchema });
    const [{ trainModel }, { mlp }] = await Promise.all([import('@aigc/core'), import('../../mlp/model.js')]);
    return this.reportTraining(trainModel({ ...request, model: mlp }));
  }
}
