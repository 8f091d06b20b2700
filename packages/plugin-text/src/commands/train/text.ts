import { flagsFromModels, TrainCommand, type TrainingEnd, trainFlags } from '@aigc/cli-kit';
import { Flags } from '@oclif/core';
import { trainSchemas } from '../../json-schemas.js';

export default class TrainText extends TrainCommand {
  static override summary = 'Train a language model on text';
  static override description =
    'Learns from a file of UTF-8 text, or a folder of such files; the last tenth is held out and judges the model. The loss is in nats a ' +
    'token. --from-pretrained goes on from a published GPT-2 (a folder with config.json, model.safetensors and tokenizer.json), in full ' +
    'or, with --lora-rank, by adapters. The run folder holds the configuration, tokenizer, metrics, checkpoints and samples. Ctrl-C saves; ' +
    '--resume goes on exactly where it stopped.';
  static override examples = [
    '<%= config.bin %> train text --data plays.txt --steps 2000',
    '<%= config.bin %> train text --data ./books --out runs/books --tokenizer bpe --context-length 128 --steps 5000',
    '<%= config.bin %> train text --data letters.txt --from-pretrained ./gpt2 --lora-rank 8 --steps 200',
    '<%= config.bin %> train text --resume runs/books --steps 10000',
  ];
  static override flags = {
    ...trainFlags,
    'from-pretrained': Flags.string({
      description: 'Folder of a published GPT-2 to begin with; it decides sizes and tokenizer',
      helpValue: 'DIR',
      env: 'AIGC_FROM_PRETRAINED',
      helpGroup: 'MODEL',
    }),
    ...flagsFromModels(trainSchemas),
  };

  async run(): Promise<TrainingEnd> {
    const { flags } = await this.parse(TrainText);
    const request = await this.trainRequest(flags, 'text', trainSchemas);
    const [{ trainModel }, { startingModel }] = await Promise.all([
      import('@aigc/core'),
      import('../../pretrained/starting-model.js'),
    ]);
    const folder = request.isResumed ? undefined : flags['from-pretrained'];
    const { model, settings } = await startingModel(folder, request.settings);
    return this.reportTraining(trainModel({ ...request, model, settings }));
  }
}
