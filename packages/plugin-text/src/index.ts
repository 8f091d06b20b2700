export { distinctN, wordsOf } from './evaluate/distinct-n.js';
export { type EvaluateTextOptions, evaluateText, type TextEvaluation } from './evaluate/evaluate-text.js';
export { CopyFinder, type LongestCopy } from './evaluate/longest-copy.js';
export { type TextLoss, textLoss } from './evaluate/text-loss.js';
export {
  type GenerateTextOptions,
  generateTexts,
  type TextEvent,
  type TextRequest,
  type WrittenText,
} from './generate/generate-text.js';
export { loadTextModel, type TextModel } from './generate/load-text-model.js';
export { type GptConfig, type GptSettings, gptConfigSchema } from './gpt/config.js';
export { gptLoss } from './gpt/loss.js';
export { gpt } from './gpt/model.js';
export { gptLogits } from './gpt/network.js';
export { gptEntries } from './gpt/parameters.js';
export { type GptState, gptTrainStep } from './gpt/train-step.js';
export { plugin } from './plugin.js';
export { type Pretrained, readGpt2 } from './pretrained/read-gpt2.js';
export { writeGpt2 } from './pretrained/write-gpt2.js';
export { fitTokenizer, parseTokenizer } from './tokenizer/fit-tokenizer.js';
export type { TextTokenizer } from './tokenizer/text-tokenizer.js';
export { TOKENIZER_KINDS, type TokenizerKind } from './tokenizer/tokenizer-kinds.js';
