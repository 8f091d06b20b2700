import { BaseCommand, checkpointChoice } from '@aigc/cli-kit';
import { Args, Flags } from '@oclif/core';

export default class TextSave extends BaseCommand {
  static override summary = 'Save a trained language model as a GPT-2 folder';
  static override description =
    'Writes config.json, model.safetensors and tokenizer.json as Hugging Face has them, with adapters merged in. Runs with learned ' +
    'positions, fine-tuned models among them, can be saved.';
  static override examples = ['<%= config.bin %> text save runs/letters --out letters-gpt2'];
  static override args = { run: Args.string({ required: true, description: 'Folder of the run, as `train` printed it' }) };
  static override flags = {
    out: Flags.string({ description: 'Folder to write', required: true, env: 'AIGC_OUT', helpValue: 'DIR' }),
    checkpoint: Flags.string({
      description: 'Which weights: best by validation, last, or those of a step [default: best]',
      env: 'AIGC_CHECKPOINT',
      helpValue: 'best|last|STEP',
    }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(TextSave);
    const [{ loadTextModel }, { writeGpt2 }] = await Promise.all([
      import('../../generate/load-text-model.js'),
      import('../../pretrained/write-gpt2.js'),
    ]);
    const model = await loadTextModel(args.run, checkpointChoice(flags.checkpoint));
    for (const warning of model.warnings) this.addWarning(warning);
    return this.reportArtifacts(writeGpt2({ ...model, folder: flags.out }));
  }
}
