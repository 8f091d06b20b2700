import { flagsFromModels, TrainCommand, type TrainingEnd, trainFlags } from '@aigc/cli-kit';
import { Flags } from '@oclif/core';
import { convVaeJsonSchema } from '../../conv/json-schema.js';
import { mlpVaeJsonSchema } from '../../mlp/json-schema.js';

const schemas = { mlp: mlpVaeJsonSchema, conv: convVaeJsonSchema };

export default class TrainVae extends TrainCommand {
  static override summary = 'Train a variational auto-encoder on images';
  static override description =
    'Pictures are cropped to a square, scaled, and composited on black. The losses are in nats a picture; a tenth of the pictures is ' +
    'held out, and the weights that do best on it are the ones that are used. The run folder holds the configuration, metrics, ' +
    'checkpoints and sample grids. Ctrl-C saves; --resume goes on exactly where it stopped.';
  static override examples = [
    '<%= config.bin %> train vae --data ./digits --budget 60s',
    '<%= config.bin %> train vae --data ./digits --out runs/digits --steps 10000 --seed 7 --latent-size 20',
    '<%= config.bin %> train vae --model conv --data ./faces --image-size 64 --budget 20m',
    '<%= config.bin %> train vae --resume runs/digits --steps 20000',
  ];
  static override flags = {
    ...trainFlags,
    model: Flags.string({
      description: 'Network to train [default: mlp]',
      options: Object.keys(schemas),
      helpValue: 'NAME',
      env: 'AIGC_MODEL',
      helpGroup: 'MODEL',
    }),
    ...flagsFromModels(schemas),
  };

  async run(): Promise<TrainingEnd> {
    const { flags } = await this.parse(TrainVae);
    const request = await this.trainRequest(flags, 'vae', schemas);
    const [{ trainModel }, { modelNamed }] = await Promise.all([import('@aigc/core'), import('../../model-named.js')]);
    return this.reportTraining(trainModel({ ...request, model: modelNamed(request.modelName) }));
  }
}
