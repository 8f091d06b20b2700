import { join } from 'node:path';
import { BaseCommand, checkpointChoice, generateFlags, numberFlag } from '@aigc/cli-kit';
import { Args, Flags } from '@oclif/core';

export default class VaeReconstruct extends BaseCommand {
  static override summary = 'Send pictures through encoder and decoder, and lay out each beside what came back';
  static override description = 'Without DATA, the pictures that were held out of training.';
  static override examples = [
    '<%= config.bin %> vae reconstruct runs/digits',
    '<%= config.bin %> vae reconstruct runs/digits ./scans --count 64 --out back',
  ];
  static override args = {
    run: Args.string({ required: true, description: 'Folder of the run, as `train` printed it' }),
    data: Args.string({ description: 'Folder or archive of pictures [default: those held out of training]' }),
  };
  static override flags = {
    count: numberFlag(
      { isInteger: true, minimum: 1, maximum: 1024 },
      { description: 'Pictures at most [default: 32]', env: 'AIGC_COUNT' },
    ),
    out: Flags.string({ description: 'Folder for the sheet [default: RUN/reconstructed]', env: 'AIGC_OUT', helpValue: 'DIR' }),
    overwrite: generateFlags.overwrite,
    checkpoint: generateFlags.checkpoint,
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(VaeReconstruct);
    const { reconstructPictures } = await import('../../services/reconstruct-pictures.js');
    const outDir = flags.out ?? join(args.run, 'reconstructed');
    const checkpoint = checkpointChoice(flags.checkpoint);
    const { signal } = this;
    return this.reportArtifacts(reconstructPictures({ ...flags, runDir: args.run, data: args.data, outDir, checkpoint, signal }));
  }
}
