import { textModelContract } from '@aigc/testkit';
import { gpt } from './gpt/model.js';

// a schedule of its own: one that ends with the planned steps would differ between a whole run and one that is stopped early
const schedule = { learningRate: 0.02, warmupSteps: 0, scheduleSteps: 100 };
const tiny = { contextLength: 16, layers: 2, heads: 2, width: 16, batchSize: 8, ...schedule };

textModelContract(gpt, {
  tiny: {
    rotary: tiny,
    learned: { ...tiny, positions: 'learned', bias: true, activation: 'gelu-tanh', tieWeights: false },
    'byte pairs with dropout': { ...tiny, tokenizer: 'bpe', vocabSize: 270, dropout: 0.2, labelSmoothing: 0.1, emaDecay: 0 },
    'adapters in micro-batches': { ...tiny, tokenizer: 'bytes', loraRank: 2, microBatches: 2, stretchLength: 8 },
  },
  // the first of two thin matrices moves only when the second has
  stepsToMove: 2,
});
