import type { ModelDefinition, Sampler } from '@aigc/plugin-api';

/** What of a model can be exported: the whole sampler, or one pass of the network inside it. */
export type ExportPart = 'sampler' | 'network';

/** A model whose sampler calls a network more than once (a denoiser, say) offers that network by itself. */
interface NetworkOwner {
  /** One pass of the network, in the form of a sampler. */
  network?(config: object): Sampler;
}

/** The function to export; `isWhole` where a model without a network of its own gives its sampler instead. */
export function exportedPart(model: ModelDefinition, config: object, part: ExportPart): { sampler: Sampler; isWhole: boolean } {
  if (part === 'sampler') return { sampler: model.sampler(config), isWhole: false };
  const network = (model as NetworkOwner).network?.(config);
  return network === undefined ? { sampler: model.sampler(config), isWhole: true } : { sampler: network, isWhole: false };
}
