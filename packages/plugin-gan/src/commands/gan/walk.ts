import { BaseCommand, checkpointChoice, flagsFromModels, generateFlags, numberFlag, settingsFromFlags } from '@aigc/cli-kit';
import { Args, Flags } from '@oclif/core';
import { anySamplingSchema, samplingSchemas } from '../../json-schemas.js';

export default class GanWalk extends BaseCommand {
  static override summary = 'Walk through the latents of a trained GAN, as frames of a film that loops';
  static override description =
    'Goes along arcs from seed to seed and back to the first. Noise and class stay as they are, so that nothing flickers. The frames are ' +
    'numbered PNG files, as `aigc cg video` takes them.';
  static override examples = [
    '<%= config.bin %> gan walk runs/icons --out walk',
    '<%= config.bin %> gan walk runs/digits --class 3 --seeds 0-7 --frames 240 --out walk && <%= config.bin %> cg video walk --out walk.mp4',
  ];
  static override args = { run: Args.string({ required: true, description: 'Folder of the run, as `train` printed it' }) };
  static override flags = {
    out: Flags.string({ required: true, description: 'Folder for the frames', env: 'AIGC_OUT', helpValue: 'DIR' }),
    frames: numberFlag(
      { isInteger: true, minimum: 2, maximum: 100_000 },
      { description: 'Frames of the loop [default: 120]', env: 'AIGC_FRAMES' },
    ),
    seeds: Flags.string({
      description: 'Seeds to pass through, in this order',
      default: '0-3',
      env: 'AIGC_SEEDS',
      helpValue: '0-3,20',
    }),
    checkpoint: generateFlags.checkpoint,
    overwrite: generateFlags.overwrite,
    threads: generateFlags.threads,
    ...flagsFromModels(samplingSchemas, { helpGroup: 'SAMPLER' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(GanWalk);
    const { out, frames = 120, seeds, overwrite, threads } = flags;
    const checkpoint = checkpointChoice(flags.checkpoint);
    const sampling = settingsFromFlags(flags, anySamplingSchema);
    const { walkRun } = await import('../../walk/walk-run.js');
    const how = { frames, seeds, checkpoint, sampling, overwrite, threads, signal: this.signal };
    return this.reportArtifacts(walkRun({ runDir: args.run, outDir: out, ...how }));
  }
}
