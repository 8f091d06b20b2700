import { GenerateCommand, generateFlags } from '@aigc/cli-kit';
import { Args } from '@oclif/core';

export default class Generate extends GenerateCommand {
  static override summary = 'Draw new images from a trained run';
  static override description =
    'One seed is one PNG file, with the same bytes whichever other seeds are drawn beside it. The recipe is inside the file.';
  static override examples = [
    '<%= config.bin %> generate runs/icons --seeds 0-15 --grid',
    '<%= config.bin %> generate runs/icons --seeds 3,7,100-199 --out textures',
  ];
  static override args = { run: Args.string({ required: true, description: 'Folder of the run, as `train` printed it' }) };
  static override flags = { ...generateFlags };

  async run(): Promise<unknown> {
    const { familyOfRun } = await import('../plugins/family-of-run.js');
    const family = await familyOfRun(this.argv);
    const own = `generate:${family}`;
    if (family !== undefined && this.config.findCommand(own) !== undefined) return this.forward(own);
    const { args, flags } = await this.parse(Generate);
    const [{ readRunFiles }, { loadModel }] = await Promise.all([import('@aigc/core'), import('../plugins/families.js')]);
    const { info } = await readRunFiles(args.run);
    const model = await loadModel(this.config, info.family, info.model);
    return this.draw(flags, { run: args.run, models: { [model.name]: model } });
  }
}
