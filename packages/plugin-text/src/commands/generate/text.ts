import { BaseCommand, checkpointChoice, numberFlag, trainFlags, UsageError } from '@aigc/cli-kit';
import { Args, Flags } from '@oclif/core';
import type { GenerateTextOptions, TextRequest, WrittenText } from '../../generate/generate-text.js';
import type { TextModel } from '../../generate/load-text-model.js';

export default class GenerateText extends BaseCommand {
  static override summary = 'Write text with a trained language model';
  static override description =
    'Goes on with a prompt, and shows the text as it comes. The model is a run of `train text` or the folder of a published GPT-2. The ' +
    'same prompt, seed and settings give the same text. --batch goes on with each prompt of a file.';
  static override examples = [
    '<%= config.bin %> generate text runs/plays --prompt "ROMEO:" --max-tokens 200',
    '<%= config.bin %> generate text runs/plays --prompt-file scene.txt --temperature 0.8 --top-p 0.9 --stop "ACT" --count 3',
    '<%= config.bin %> generate text runs/plays --batch prompts.csv --out answers.jsonl',
  ];
  static override args = {
    run: Args.string({ required: true, description: 'Folder of the run, as `train` printed it, or of a published GPT-2' }),
  };
  static override flags = {
    prompt: Flags.string({ description: 'Text to go on with [default: a new beginning]', env: 'AIGC_PROMPT', helpValue: 'TEXT' }),
    'prompt-file': Flags.string({
      description: 'File to read the prompt from; - for standard input',
      env: 'AIGC_PROMPT_FILE',
      helpValue: 'FILE',
      exclusive: ['prompt'],
    }),
    batch: Flags.string({
      description: 'File of prompts: .csv with a column prompt, or JSON lines',
      env: 'AIGC_BATCH',
      helpValue: 'FILE',
      exclusive: ['prompt', 'prompt-file'],
      dependsOn: ['out'],
    }),
    out: Flags.string({
      description: 'JSON lines to write with --batch',
      env: 'AIGC_OUT',
      helpValue: 'FILE',
      dependsOn: ['batch'],
    }),
    'max-tokens': numberFlag(
      { isInteger: true, minimum: 1, maximum: 1_000_000 },
      { description: 'Longest text, in tokens [default: 500]', env: 'AIGC_MAX_TOKENS' },
    ),
    temperature: numberFlag(
      { minimum: 0, maximum: 100 },
      { description: 'Below 1 is safer, above 1 bolder; 0 takes the most probable token [default: 1]', env: 'AIGC_TEMPERATURE' },
    ),
    'top-k': numberFlag(
      { isInteger: true, minimum: 0, maximum: 1_000_000 },
      { description: 'Draw from this many most probable tokens only; 0: from all [default: 0]', env: 'AIGC_TOP_K' },
    ),
    'top-p': numberFlag(
      { minimum: 0, maximum: 1 },
      { description: 'Draw from the most probable tokens that have this probability together [default: 1]', env: 'AIGC_TOP_P' },
    ),
    stop: Flags.string({
      description: 'Text to end before; may be given again',
      multiple: true,
      env: 'AIGC_STOP',
      helpValue: 'TEXT',
    }),
    seed: numberFlag(
      { isInteger: true, minimum: 0, maximum: 4294967295 },
      { description: 'Seed of the first text [default: 0]', env: 'AIGC_SEED' },
    ),
    count: numberFlag(
      { isInteger: true, minimum: 1, maximum: 100_000 },
      { description: 'Texts for each prompt, of one seed after another [default: 1]', env: 'AIGC_COUNT' },
    ),
    checkpoint: Flags.string({
      description: 'Which weights: best by validation, last, or those of a step [default: best]',
      env: 'AIGC_CHECKPOINT',
      helpValue: 'best|last|STEP',
    }),
    device: Flags.string({
      description: 'Where to write [default: cpu, which is fastest for small models]',
      env: 'AIGC_DEVICE',
      helpValue: 'NAME',
      options: [...(trainFlags.device.options ?? [])],
    }),
    threads: numberFlag(
      { isInteger: true, minimum: 1, maximum: 1024 },
      { description: 'Threads of the CPU device [default: 1, which is fastest for small models]', env: 'AIGC_THREADS' },
    ),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(GenerateText);
    const [{ loadTextModel }, { readPrompt }] = await Promise.all([
      import('../../generate/load-text-model.js'),
      import('../../generate/read-prompt.js'),
    ]);
    const { seed = 0, count = 1, batch, out } = flags;
    if (seed + count - 1 > 4294967295)
      throw new UsageError('E-CLI-010', `${this.commandName}: the last seed is above 4294967295`);
    const options = { ...this.#options(flags), device: await chosenDevice(flags.device) };
    const prompt = batch === undefined ? await readPrompt(flags.prompt, flags['prompt-file']) : '';
    const model = await loadTextModel(args.run, checkpointChoice(flags.checkpoint));
    for (const warning of model.warnings) this.addWarning(warning);
    if (batch !== undefined && out !== undefined) {
      const { writeBatch } = await import('../../generate/write-batch.js');
      return this.reportArtifacts(writeBatch(model, { ...options, prompts: batch, out, seed, count }));
    }
    return this.#show(
      model,
      Array.from({ length: count }, (_, i) => ({ prompt, seed: seed + i })),
      options,
    );
  }

  #options(flags: { readonly [name: string]: unknown }): GenerateTextOptions {
    const { temperature = 1, threads = 1, stop = [] } = flags as { temperature?: number; threads?: number; stop?: string[] };
    return {
      temperature,
      topK: (flags['top-k'] as number | undefined) ?? 0,
      topP: (flags['top-p'] as number | undefined) ?? 1,
      maxNewTokens: (flags['max-tokens'] as number | undefined) ?? 500,
      stops: stop,
      threads,
      signal: this.signal,
    };
  }

  /** Texts go to stdout as they come, prompt first; which seed it is goes to stderr. */
  async #show(
    model: TextModel,
    requests: readonly TextRequest[],
    options: GenerateTextOptions,
  ): Promise<{ texts: WrittenText[] }> {
    const { generateTexts } = await import('../../generate/generate-text.js');
    const write = (text: string) => (this.jsonEnabled() ? true : this.io.stdout.write(text));
    const texts: WrittenText[] = [];
    const begin = (request: TextRequest | undefined) => {
      if (request === undefined) return;
      if (requests.length > 1 && !this.jsonEnabled()) this.io.stderr.write(`seed ${request.seed}\n`);
      write(request.prompt);
    };
    begin(requests[0]);
    for await (const event of generateTexts(model, requests, options)) {
      if (event.type === 'text') write(event.text);
      else {
        texts.push(event.written);
        write('\n');
        begin(requests[texts.length]);
      }
    }
    // the text so far is on stdout; the exit status says that it was stopped
    this.signal.throwIfAborted();
    return { texts };
  }
}

/** The device of that name, `auto` by measurement. */
async function chosenDevice(name: string | undefined): Promise<GenerateTextOptions['device']> {
  if (name === undefined || name === 'cpu') return undefined;
  const { chooseDevice } = await import('@aigc/engine');
  return (await chooseDevice(name as Parameters<typeof chooseDevice>[0])).name as GenerateTextOptions['device'];
}
