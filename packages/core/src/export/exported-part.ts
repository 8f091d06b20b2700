// Codes: E-CONFIG-117 no such part, -118 a sampler of many steps.
import {
  type ExportableNetwork,
  InvalidConfigError,
  type ModelDefinition,
  type Named,
  type SamplerBase,
  type TensorLike,
  type TensorSpec,
  type Tree,
} from '@aigc/plugin-api';
import { isIterative } from '../sampling/iterative-program.js';
import { requireSampler } from '../sampling/require-sampler.js';
import { rowSpecs } from '../sampling/sampler-specs.js';
import { portDescriptions } from './export-metadata.js';

/** What of a model is exported: the whole sampler, or one of its networks by name. */
export type ExportPart = string;

/** A function and what its file says about it. */
export interface ExportedFunction {
  readonly parameters: SamplerBase['parameters'];
  readonly inputs: Named<TensorSpec>;
  readonly apply: (parameters: Tree<TensorLike>, inputs: Named<TensorLike>) => Tree<TensorLike>;
  /** Name of the output where `apply` gives one tensor. */
  readonly outputName: string | undefined;
  readonly portDescriptions: Named<string>;
}

/**
 * The function to export.
 *
 * @throws InvalidConfigError E-CONFIG-117 for a part that the model does not have, -118 for a sampler that is no single graph.
 */
export async function exportedPart(
  model: ModelDefinition,
  config: object,
  part: ExportPart,
  batchSize: number,
): Promise<ExportedFunction> {
  const networks = model.networks?.(config) ?? {};
  if (part !== 'sampler') return ofNetwork(networks[part] ?? refuse(model, part, Object.keys(networks)), batchSize);
  const sampler = requireSampler(model, config);
  if (isIterative(sampler)) {
    throw new InvalidConfigError(
      'E-CONFIG-118',
      `the sampler of ${model.name} calls its network many times: it is no single graph`,
      {
        hints: [`export the network instead: --part ${Object.keys(networks)[0] ?? 'NAME'}`],
      },
    );
  }
  return {
    parameters: (state) => sampler.parameters(state),
    inputs: await rowSpecs(sampler.inputs, batchSize),
    apply: (parameters, inputs) => sampler.sample(parameters, inputs),
    outputName: 'images',
    portDescriptions: portDescriptions(sampler, 'images'),
  };
}

function ofNetwork(network: ExportableNetwork, batchSize: number): ExportedFunction {
  const batched = ({ shape, dtype }: TensorSpec): TensorSpec => ({ shape: [batchSize, ...shape.slice(1)], dtype });
  return {
    parameters: (state) => network.parameters(state),
    inputs: Object.fromEntries(Object.entries(network.inputs).map(([name, spec]) => [name, batched(spec)])),
    apply: (parameters, inputs) => network.apply(parameters, inputs) as Tree<TensorLike>,
    outputName: undefined,
    portDescriptions: {},
  };
}

function refuse(model: ModelDefinition, part: string, names: readonly string[]): never {
  throw new InvalidConfigError('E-CONFIG-117', `${model.name} has no part called ${part}`, {
    hints: [`it has ${['sampler', ...names].join(', ')}`],
  });
}
