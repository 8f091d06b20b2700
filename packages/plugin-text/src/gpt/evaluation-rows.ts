import type { GptConfig } from './config.js';

/** Tokens that one call judges, at most: enough to keep a processor busy. */
const MAX_TOKENS = 8192;
/** Logits of one call, at most: 128 MB, of which a few copies are held. */
const MAX_LOGITS = 2 ** 25;

/** Stretches that are judged in one call. */
export function evaluationRows({ stretchLength, vocabSize }: GptConfig): number {
  const tokens = Math.min(MAX_TOKENS, MAX_LOGITS / vocabSize);
  return Math.max(1, Math.round(tokens / stretchLength));
}
