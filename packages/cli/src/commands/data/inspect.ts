import { BaseCommand, createPalette, hasColor, pictureSettings } from '@aigc/cli-kit';
import type { DataCard } from '@aigc/core';
import { Flags } from '@oclif/core';
import { dataArgs, dataFlags } from '../../data/data-flags.js';

export default class DataInspect extends BaseCommand {
  static override summary = 'Check a data set and say what it is like, before a model learns from it';
  static override description =
    'Decodes and hashes every picture: sizes, colours, classes from subfolders, broken files, copies and pictures that look alike. Writes nothing without --out. Ends with 10 where too much is broken, or files are not as --against says.';
  static override examples = [
    '<%= config.bin %> data inspect icons',
    '<%= config.bin %> data inspect photos.tar.gz --out card',
    '<%= config.bin %> data inspect icons --against prepared --json',
  ];
  static override args = dataArgs;
  static override flags = {
    out: Flags.string({ description: 'Folder for card.json and samples.png', env: 'AIGC_OUT', helpValue: 'DIR' }),
    against: Flags.string({
      description: 'Prepared data, or a run: list the files that are not as it says',
      env: 'AIGC_AGAINST',
      helpValue: 'DIR',
    }),
    ...dataFlags,
  };

  async run(): Promise<DataCard> {
    const { args, flags } = await this.parse(DataInspect);
    const [{ inspectData }, { cardLines }] = await Promise.all([import('@aigc/core'), import('../../data/card-lines.js')]);
    const { size, out, against, 'max-bad': maxBad } = flags;
    const options = { ...args, ...pictureSettings(flags), size, out, against, maxBad, signal: this.signal };
    const { card, problem } = await this.reportArtifacts(inspectData(options));
    const palette = createPalette(hasColor(this.io.stdout, this.io.env, this.argv));
    for (const line of cardLines(card, palette)) this.log(line);
    if (problem !== undefined) {
      this.addWarning(problem.message);
      process.exitCode = problem.exitCode;
    }
    return card;
  }

  protected override toSuccessJson(result: unknown): unknown {
    const document = super.toSuccessJson(result) as object;
    return process.exitCode === undefined ? document : { ...document, status: 'problems' };
  }
}
