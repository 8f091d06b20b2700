import { join } from 'node:path';
import { BaseCommand, checkpointChoice, generateFlags, numberFlag } from '@aigc/cli-kit';
import { Args, Flags } from '@oclif/core';

export default class VaeInterpolate extends BaseCommand {
  static override summary = 'Walk from one picture to another through the latents';
  static override description =
    'Frames along the straight line between the codes of both pictures, and all of them on one sheet.';
  static override examples = [
    '<%= config.bin %> vae interpolate runs/digits three.png eight.png',
    '<%= config.bin %> vae interpolate runs/digits three.png eight.png --frames 60 --out walk',
  ];
  static override args = {
    run: Args.string({ required: true, description: 'Folder of the run, as `train` printed it' }),
    from: Args.string({ required: true, description: 'Picture to start with' }),
    to: Args.string({ required: true, description: 'Picture to end with' }),
  };
  static override flags = {
    frames: numberFlag(
      { isInteger: true, minimum: 2, maximum: 10_000 },
      { description: 'Frames, both ends included [default: 16]', env: 'AIGC_FRAMES' },
    ),
    out: Flags.string({ description: 'Folder for the frames [default: RUN/interpolated]', env: 'AIGC_OUT', helpValue: 'DIR' }),
    overwrite: generateFlags.overwrite,
    checkpoint: generateFlags.checkpoint,
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(VaeInterpolate);
    const { interpolatePictures } = await import('../../services/interpolate-pictures.js');
    const outDir = flags.out ?? join(args.run, 'interpolated');
    const checkpoint = checkpointChoice(flags.checkpoint);
    const { run: runDir, from, to } = args;
    return this.reportArtifacts(interpolatePictures({ ...flags, runDir, from, to, outDir, checkpoint, signal: this.signal }));
  }
}
