import { BaseCommand, numberFlag } from '@aigc/cli-kit';
import { Args, Flags } from '@oclif/core';

export default class Export extends BaseCommand {
  static override summary = 'Write a trained model as one file for other programs';
  static override description =
    'ONNX: the whole sampler with its weights, for ONNX Runtime in any language; noise in, images out, for a fixed batch. Loaded on this machine it draws the pixels that `generate` draws. safetensors: the named weights alone. Both say inside what they were made from.';
  static override examples = [
    '<%= config.bin %> export runs/icons --format onnx',
    '<%= config.bin %> export runs/icons --format onnx --batch 16 --out icons.onnx',
    '<%= config.bin %> export runs/icons --format safetensors',
  ];
  static override args = { run: Args.string({ required: true, description: 'Folder of the run, as `train` printed it' }) };
  static override flags = {
    format: Flags.option({ options: ['onnx', 'safetensors'] as const })({
      description: 'A graph with its weights, or the weights alone',
      default: 'onnx',
      env: 'AIGC_FORMAT',
    }),
    part: Flags.string({
      description: "The whole sampler, or one of the model's networks by name, such as encoder",
      default: 'sampler',
      env: 'AIGC_PART',
      helpValue: 'NAME',
    }),
    out: Flags.string({
      description: 'File to write [default: RUN/exported/MODEL-STEP.FORMAT]',
      env: 'AIGC_OUT',
      helpValue: 'FILE',
    }),
    batch: numberFlag(
      { isInteger: true, minimum: 1, maximum: 1024 },
      { description: 'Samples that an ONNX file takes at once [default: 1]', env: 'AIGC_BATCH' },
    ),
    overwrite: Flags.boolean({ description: 'Replace a file that is there and differs', env: 'AIGC_OVERWRITE' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Export);
    const [core, { loadModel }] = await Promise.all([import('@aigc/core'), import('../plugins/families.js')]);
    const { format, part, out, batch, overwrite } = flags;
    const { info } = await core.readRunFiles(args.run);
    const model = await loadModel(this.config, info.family, info.model);
    return this.reportArtifacts(core.exportRun({ runDir: args.run, model, format, part, out, batchSize: batch, overwrite }));
  }
}
