import { checkpointChoice, EvaluateCommand, evaluateFlags, flagsFromJsonSchema } from '@aigc/cli-kit';
import { Args } from '@oclif/core';
import { vaeSamplingJsonSchema } from '../../sampling/json-schema.js';

export default class EvaluateVae extends EvaluateCommand {
  static override summary = 'Judge a variational auto-encoder by what it draws';
  static override description = 'As `evaluate`, with a choice of prior. For likelihoods of held-out pictures see `vae score`.';
  static override examples = [
    '<%= config.bin %> evaluate vae runs/digits --baseline',
    '<%= config.bin %> evaluate vae runs/digits --prior mixture --samples 5000',
  ];
  static override args = { run: Args.string({ required: true, description: 'Folder of the run, as `train` printed it' }) };
  static override flags = { ...evaluateFlags, ...flagsFromJsonSchema(vaeSamplingJsonSchema, { helpGroup: 'SAMPLER' }) };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(EvaluateVae);
    const { modelsOfRun } = await import('../../sampling/models-of-run.js');
    const models = await modelsOfRun(args.run, checkpointChoice(flags.checkpoint));
    return this.evaluate(flags, { run: args.run, models, samplingSchema: vaeSamplingJsonSchema });
  }
}
