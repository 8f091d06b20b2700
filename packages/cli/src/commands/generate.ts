import { existsSync } from 'node:fs';
import { join } from 'node:path';
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
    const family = await this.#familyOfRun();
    const own = `generate:${family}`;
    if (family !== undefined && this.config.findCommand(own) !== undefined) return this.forward(own);
    const { args, flags } = await this.parse(Generate);
    const [{ readRunFiles }, { loadModel }] = await Promise.all([import('@aigc/core'), import('../plugins/families.js')]);
    const { info } = await readRunFiles(args.run);
    const model = await loadModel(this.config, info.family, info.model);
    return this.draw(flags, { run: args.run, models: { [model.name]: model } });
  }

  // The words are parsed by the family's own command, which has flags that are not known here.
  async #familyOfRun(): Promise<string | undefined> {
    const folder = this.argv.find((word) => !word.startsWith('-') && existsSync(join(word, 'run.json')));
    if (folder === undefined) return undefined;
    const { readRunFiles } = await import('@aigc/core');
    return (await readRunFiles(folder)).info.family;
  }
}
