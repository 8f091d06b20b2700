import { flagsFromModels, TrainCommand, type TrainingEnd, trainFlags } from '@aigc/cli-kit';
import { unetJsonSchema } from '../../unet/json-schema.js';

const schemas = { unet: unetJsonSchema };

export default class TrainDiffusion extends TrainCommand {
  static override summary = 'Train a diffusion model on images';
  static override description =
    'Pictures are cropped to a square and scaled; where they lie in sub-folders, these are classes, and samples can be of one. The ' +
    'loss on held-out pictures is measured at fixed noise levels. The run folder holds the configuration, metrics, checkpoints and ' +
    'sample grids. Ctrl-C saves; --resume goes on exactly where it stopped.';
  static override examples = [
    '<%= config.bin %> train diffusion --data ./digits --image-size 28 --budget 10m',
    '<%= config.bin %> train diffusion --data ./rock.jpg --crops --tileable --image-size 64 --budget 1h --out runs/rock',
    '<%= config.bin %> train diffusion --resume runs/rock --budget 1h',
  ];
  static override flags = { ...trainFlags, ...flagsFromModels(schemas) };

  async run(): Promise<TrainingEnd> {
    const { flags } = await this.parse(TrainDiffusion);
    const request = await this.trainRequest(flags, 'diffusion', schemas);
    const [{ trainModel }, { unet }] = await Promise.all([import('@aigc/core'), import('../../unet/model.js')]);
    return this.reportTraining(trainModel({ ...request, model: unet }));
  }
}
