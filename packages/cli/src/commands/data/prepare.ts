import { BaseCommand, createPalette, formatBytes, formatCount, hasColor, pictureSettings } from '@aigc/cli-kit';
import type { PreparedData } from '@aigc/core';
import { Flags } from '@oclif/core';
import { dataArgs, dataFlags } from '../../data/data-flags.js';

export default class DataPrepare extends BaseCommand {
  static override summary = 'Decode a data set once, so that training opens it at once and need not hold it in memory';
  static override description =
    'Writes squares of one size as plain pixels, with an index of sha256 sums, a card (card.json) and a sheet of samples (samples.png). Name the folder as --data of any train command.';
  static override examples = [
    '<%= config.bin %> data prepare photos --out prepared --size 64',
    '<%= config.bin %> data prepare photos.zip --out prepared --fit contain --background white',
    "<%= config.bin %> data prepare materials.tar.gz --include '*.base.jpg' --crops --size 128 --out textures",
  ];
  static override args = dataArgs;
  static override flags = {
    out: Flags.string({ required: true, description: 'Folder to make', env: 'AIGC_OUT', helpValue: 'DIR' }),
    ...dataFlags,
    'drop-duplicates': Flags.boolean({
      description: 'Leave out files with the same bytes as an earlier one',
      env: 'AIGC_DROP_DUPLICATES',
    }),
  };

  async run(): Promise<PreparedData> {
    const { args, flags } = await this.parse(DataPrepare);
    const [{ prepareData }, { cardLines }] = await Promise.all([import('@aigc/core'), import('../../data/card-lines.js')]);
    const { size, out, 'max-bad': maxBad, 'drop-duplicates': dropDuplicates } = flags;
    const options = { ...args, ...pictureSettings(flags), size, out, maxBad, dropDuplicates, signal: this.signal };
    const prepared = await this.reportArtifacts(prepareData(options));
    const palette = createPalette(hasColor(this.io.stdout, this.io.env, this.argv));
    for (const line of cardLines(prepared.card, palette)) this.log(line);
    this.log(`${formatCount(prepared.count)} pictures, ${formatBytes(prepared.bytes)} of pixels`);
    return prepared;
  }
}
