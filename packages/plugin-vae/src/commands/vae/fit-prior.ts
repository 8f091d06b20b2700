import { BaseCommand, checkpointChoice, generateFlags, numberFlag } from '@aigc/cli-kit';
import { Args } from '@oclif/core';

export default class VaeFitPrior extends BaseCommand {
  static override summary = 'Fit a mixture of normal distributions to the codes of the training pictures';
  static override description =
    'Latents drawn from it lie where the decoder was trained, so that samples are better with the same weights: `generate vae RUN --prior mixture`. It is written into the run as prior.safetensors and belongs to one checkpoint.';
  static override examples = [
    '<%= config.bin %> vae fit-prior runs/digits',
    '<%= config.bin %> vae fit-prior runs/digits --components 64 --seed 7',
  ];
  static override args = { run: Args.string({ required: true, description: 'Folder of the run, as `train` printed it' }) };
  static override flags = {
    components: numberFlag(
      { isInteger: true, minimum: 1, maximum: 1024 },
      {
        description: 'Components of the mixture [default: 1, 2, 4 ... up to the lowest Bayesian information criterion]',
        env: 'AIGC_COMPONENTS',
      },
    ),
    seed: numberFlag(
      { isInteger: true, minimum: 0, maximum: 2 ** 32 - 1 },
      { description: 'Draws the codes and the first means [default: 0]', env: 'AIGC_SEED' },
    ),
    checkpoint: generateFlags.checkpoint,
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(VaeFitPrior);
    const { fitPrior } = await import('../../services/fit-prior.js');
    const checkpoint = checkpointChoice(flags.checkpoint);
    const prior = await this.reportArtifacts(fitPrior({ ...flags, runDir: args.run, checkpoint, signal: this.signal }));
    this.log(
      `${prior.components} components; log-density of the ${prior.codes} codes ${prior.logLikelihood.toFixed(2)} nats, ` +
        `${prior.normalLogLikelihood.toFixed(2)} under the standard normal prior`,
    );
    return prior;
  }
}
