import { join } from 'node:path';
import { BaseCommand, numberFlag } from '@aigc/cli-kit';
import { Args, Flags } from '@oclif/core';

export default class Generate extends BaseCommand {
  static override summary = 'Draw new images from a trained run';
  static override description =
    'One seed is one PNG file, with the same bytes whichever other seeds are drawn beside it. The recipe is inside the file.';
  static override examples = [
    '<%= config.bin %> generate runs/icons --seeds 0-15 --grid',
    '<%= config.bin %> generate runs/icons --seeds 3,7,100-199 --out textures',
  ];
  static override args = { run: Args.string({ required: true, description: 'Folder of the run, as `train` printed it' }) };
  static override flags = {
    seeds: Flags.string({
      description: 'Seeds to draw: whole numbers and ranges',
      default: '0-15',
      env: 'AIGC_SEEDS',
      helpValue: '0-15,20',
    }),
    out: Flags.string({ description: 'Folder for the images [default: RUN/generated]', env: 'AIGC_OUT', helpValue: 'DIR' }),
    grid: Flags.boolean({ description: 'Also write grid.png with all images on one sheet', env: 'AIGC_GRID' }),
    overwrite: Flags.boolean({ description: 'Replace files that are there and differ', env: 'AIGC_OVERWRITE' }),
    threads: numberFlag(
      { isInteger: true, minimum: 1, maximum: 1024 },
      { description: 'Threads of the CPU device [default: all cores]', env: 'AIGC_THREADS' },
    ),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Generate);
    const [core, { loadModel }] = await Promise.all([import('@aigc/core'), import('../plugins/families.js')]);
    const { seeds, out, ...options } = flags;
    const { info } = await core.readRunFiles(args.run);
    const model = await loadModel(this.config, info.family, info.model);
    const outDir = out ?? join(args.run, 'generated');
    const { signal } = this;
    return this.reportArtifacts(
      core.generateImages({ ...options, runDir: args.run, model, seeds: core.parseSeeds(seeds), outDir, signal }),
    );
  }
}
