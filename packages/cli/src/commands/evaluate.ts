import { EvaluateCommand, evaluateFlags } from '@aigc/cli-kit';
import { Args } from '@oclif/core';

export default class Evaluate extends EvaluateCommand {
  static override summary = 'Judge a trained run by what it draws or writes';
  static override description =
    'Images: distances between features of samples and of real pictures, precision and recall, and the nearest real pictures. Features come from a LeNet that learns the classes of your pictures once, or from an ONNX file; every distance is named after its extractor and comparable only with others of the same extractor, counts, split and resizing. Text and other families bring their own evaluation: `aigc evaluate text RUN`.';
  static override examples = [
    '<%= config.bin %> evaluate runs/digits --baseline',
    '<%= config.bin %> evaluate runs/digits --samples 5000 --json',
    '<%= config.bin %> evaluate runs/icons --extractor inception.onnx',
  ];
  static override args = { run: Args.string({ required: true, description: 'Folder of the run, as `train` printed it' }) };
  static override flags = { ...evaluateFlags };

  async run(): Promise<unknown> {
    const { familyOfRun } = await import('../plugins/family-of-run.js');
    const family = await familyOfRun(this.argv);
    const own = `evaluate:${family}`;
    if (family !== undefined && this.config.findCommand(own) !== undefined) return this.forward(own);
    const { args, flags } = await this.parse(Evaluate);
    const [{ readRunFiles }, { loadModel }] = await Promise.all([import('@aigc/core'), import('../plugins/families.js')]);
    const { info } = await readRunFiles(args.run);
    const model = await loadModel(this.config, info.family, info.model);
    return this.evaluate(flags, { run: args.run, models: { [model.name]: model } });
  }
}
