import { BaseCommand, checkpointChoice, generateFlags, numberFlag } from '@aigc/cli-kit';
import { Args, Flags } from '@oclif/core';

export default class VaeScore extends BaseCommand {
  static override summary = 'Say how likely pictures are: log-likelihoods, and the strangest ones first';
  static override description =
    'Importance-weighted estimate of -log p(x) and negative evidence lower bound, in nats a picture. Without DATA, the pictures that were held out of training. With --out a CSV with the least likely picture first: anomalies on top.';
  static override examples = [
    '<%= config.bin %> vae score runs/digits',
    '<%= config.bin %> vae score runs/digits ./scans --importance-samples 50 --out strange.csv',
  ];
  static override args = {
    run: Args.string({ required: true, description: 'Folder of the run, as `train` printed it' }),
    data: Args.string({ description: 'Folder or archive of pictures [default: those held out of training]' }),
  };
  static override flags = {
    'importance-samples': numberFlag(
      { isInteger: true, minimum: 1, maximum: 100_000 },
      { description: 'Draws of the posterior for each picture [default: 200]', env: 'AIGC_IMPORTANCE_SAMPLES' },
    ),
    part: Flags.option({ options: ['train', 'validation'] as const })({
      description: "Which of the run's own pictures [default: validation]",
      env: 'AIGC_PART',
    }),
    seed: numberFlag(
      { isInteger: true, minimum: 0, maximum: 2 ** 32 - 1 },
      { description: 'Seed of the draws [default: 0]', env: 'AIGC_SEED' },
    ),
    out: Flags.string({ description: 'CSV to write', env: 'AIGC_OUT', helpValue: 'FILE' }),
    overwrite: generateFlags.overwrite,
    checkpoint: generateFlags.checkpoint,
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(VaeScore);
    const { scorePictures } = await import('../../services/score-pictures.js');
    const importanceSamples = flags['importance-samples'];
    const checkpoint = checkpointChoice(flags.checkpoint);
    const { signal } = this;
    const scores = await this.reportArtifacts(
      scorePictures({ ...flags, runDir: args.run, data: args.data, importanceSamples, checkpoint, signal }),
    );
    const { nll, nllStandardError, negativeElbo, bitsPerDimension, count } = scores;
    this.log(`pictures         ${count}, step ${scores.step}`);
    this.log(
      `NLL              ${nll.toFixed(2)} +- ${nllStandardError.toFixed(2)} nats (${scores.importanceSamples} importance samples)`,
    );
    this.log(`negative ELBO    ${negativeElbo.toFixed(2)} nats`);
    this.log(`bits/dimension   ${bitsPerDimension.toFixed(4)}`);
    return scores;
  }
}
