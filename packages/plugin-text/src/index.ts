export { DEFAULT_GPT_CONFIG, type GptConfig } from './gpt/config.js';
export { gptLoss } from './gpt/loss.js';
export { gpt, gptEntries } from './gpt/network.js';
export { type GptState, gptTrainStep } from './gpt/train-step.js';
