import type { HostTensor, Named } from '@aigc/plugin-api';
import type { GptConfig } from '../gpt/config.js';
import { gptEntries, loraEntries } from '../gpt/parameters.js';
import type { GptState } from '../gpt/train-step.js';
import { splitVector } from '../pretrained/flat-vector.js';
import { mergeAdapters } from '../pretrained/merge-adapters.js';

/** Adapters of a state added to its weights, those that are averaged where there is an average. */
export function parametersOf(state: GptState<HostTensor>, config: GptConfig): Named<HostTensor> {
  const { weights, average = weights, frozen } = state;
  if (frozen === undefined) return splitVector(average, gptEntries(config));
  return mergeAdapters(splitVector(frozen, gptEntries(config)), splitVector(average, loraEntries(config)), config);
}
