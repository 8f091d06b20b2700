import type { HostTensor, Named, TextSampler, TextSamplerOptions } from '@aigc/plugin-api';
import type { GptConfig } from '../gpt/config.js';
import { gptEntries } from '../gpt/parameters.js';
import type { GptState } from '../gpt/train-step.js';
import { parseTokenizer } from '../tokenizer/fit-tokenizer.js';
import { writeText } from './generate-text.js';
import { parametersOf } from './parameters-of.js';
import { TextProgram } from './text-program.js';

/** A little below 1: what a model has learnt shows sooner, and texts of different seeds still differ. */
const CHOICE = { temperature: 0.8, topK: 0, topP: 1 };
const LONGEST = 200;
const SHORTEST = 32;
/** A token takes time for each weight: a large model writes shorter texts, so that it goes on training. */
const WEIGHTS_A_TEXT = 1e9;

/** Writes texts from the beginning with the averaged weights of a training state; the program is compiled at the first text. */
export function gptTextSampler(config: GptConfig, { tokenizer: stored, threads = 1 }: TextSamplerOptions): TextSampler {
  const tokenizer = parseTokenizer(stored, 'the tokenizer of the run');
  const maxNewTokens = textLength(config);
  let parameters: Named<HostTensor> = {};
  const program = new TextProgram({ config, parameters: () => parameters, choice: CHOICE, threads });
  return {
    dispose: () => program.dispose(),
    async write(state, seeds) {
      parameters = parametersOf(state as unknown as GptState<HostTensor>, config);
      const texts: string[] = [];
      for (const seed of seeds) {
        for await (const event of writeText(program, { tokenizer, config }, { prompt: '', seed }, { maxNewTokens })) {
          if (event.type === 'written') texts.push(event.written.text);
        }
      }
      // they may be as large as the model
      parameters = {};
      return texts;
    },
  };
}

/** Tokens of a sample. */
function textLength(config: GptConfig): number {
  const weights = gptEntries(config).reduce((sum, { shape }) => sum + shape.reduce((size, side) => size * side, 1), 0);
  return Math.max(SHORTEST, Math.min(LONGEST, Math.round(WEIGHTS_A_TEXT / weights)));
}
