import { BaseCommand, checkpointChoice, generateFlags } from '@aigc/cli-kit';
import { Args, Flags } from '@oclif/core';

export default class VaeEncode extends BaseCommand {
  static override summary = 'Write the codes of pictures: means and log-variances of their latents';
  static override description =
    'One row a picture, in the order of their paths. The file is safetensors, or CSV where its name ends so.';
  static override examples = [
    '<%= config.bin %> vae encode runs/digits ./digits --out codes.safetensors',
    '<%= config.bin %> vae encode runs/digits ./digits --out codes.csv',
  ];
  static override args = {
    run: Args.string({ required: true, description: 'Folder of the run, as `train` printed it' }),
    data: Args.string({ required: true, description: 'Folder or archive of pictures' }),
  };
  static override flags = {
    out: Flags.string({ required: true, description: 'File to write', env: 'AIGC_OUT', helpValue: 'FILE' }),
    overwrite: generateFlags.overwrite,
    checkpoint: generateFlags.checkpoint,
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(VaeEncode);
    const { encodePictures } = await import('../../services/encode-pictures.js');
    const checkpoint = checkpointChoice(flags.checkpoint);
    const { signal } = this;
    return this.reportArtifacts(encodePictures({ ...flags, runDir: args.run, data: args.data, checkpoint, signal }));
  }
}
