import { BaseCommand, checkpointChoice, numberFlag } from '@aigc/cli-kit';
import { Args, Flags } from '@oclif/core';
import type { TextEvaluation } from '../../evaluate/evaluate-text.js';

export default class EvaluateText extends BaseCommand {
  static override summary = 'Judge a language model by what it predicts and writes';
  static override description =
    'Prints the loss over all of the held-out text, in nats a token and bits a character; of texts that the model writes by itself the ' +
    'share of different words, pairs and triples (distinct-1 to -3), and the longest stretch that stands word for word in the training ' +
    'text. The held-out text in pieces as long is measured beside it.';
  static override examples = [
    '<%= config.bin %> evaluate text runs/plays',
    '<%= config.bin %> evaluate text runs/plays --samples 20 --temperature 0.8 --json',
  ];
  static override args = { run: Args.string({ required: true, description: 'Folder of the run, as `train` printed it' }) };
  static override flags = {
    samples: numberFlag(
      { isInteger: true, minimum: 1, maximum: 10_000 },
      { description: 'Texts to write [default: 10]', env: 'AIGC_SAMPLES' },
    ),
    'max-tokens': numberFlag(
      { isInteger: true, minimum: 2, maximum: 100_000 },
      { description: 'Length of each text, in tokens [default: 500]', env: 'AIGC_MAX_TOKENS' },
    ),
    temperature: numberFlag(
      { minimum: 0, maximum: 100 },
      { description: 'As in `generate text` [default: 1]', env: 'AIGC_TEMPERATURE' },
    ),
    out: Flags.string({ description: 'Folder for the report [default: RUN/evaluation]', env: 'AIGC_OUT', helpValue: 'DIR' }),
    checkpoint: Flags.string({
      description: 'Which weights: best by validation, last, or those of a step [default: best]',
      env: 'AIGC_CHECKPOINT',
      helpValue: 'best|last|STEP',
    }),
    threads: numberFlag(
      { isInteger: true, minimum: 1, maximum: 1024 },
      { description: 'Threads of the CPU device while writing [default: 1]', env: 'AIGC_THREADS' },
    ),
  };

  async run(): Promise<TextEvaluation> {
    const { args, flags } = await this.parse(EvaluateText);
    const { evaluateText } = await import('../../evaluate/evaluate-text.js');
    const { samples = 10, temperature = 1, threads = 1 } = flags;
    const checkpoint = checkpointChoice(flags.checkpoint);
    const options = {
      run: args.run,
      outDir: flags.out,
      checkpoint,
      samples,
      temperature,
      threads,
      tokens: flags['max-tokens'] ?? 500,
    };
    const evaluation = await this.reportArtifacts(evaluateText({ ...options, signal: this.signal }));
    for (const line of linesOf(evaluation)) this.log(line);
    return evaluation;
  }
}

function linesOf({ step, validation, written, human }: TextEvaluation): string[] {
  const variety = ({ distinct1, distinct2, distinct3, longestCopy }: TextEvaluation['human']) =>
    `distinct-1 ${distinct1.toFixed(3)}  -2 ${distinct2.toFixed(3)}  -3 ${distinct3.toFixed(3)}  longest copy ${longestCopy.length} characters`;
  const { natsPerToken, bitsPerCharacter, tokens } = validation;
  return [
    `loss        ${natsPerToken.toFixed(4)} nats a token, ${bitsPerCharacter.toFixed(4)} bits a character over ${tokens} held-out tokens${step === undefined ? '' : `, step ${step}`}`,
    `written     ${variety(written)}  (${written.samples} texts of ${written.tokens} tokens, temperature ${written.temperature})`,
    `held out    ${variety(human)}`,
    `copied      ${JSON.stringify(written.longestCopy.text)}`,
  ];
}
