import { join, resolve } from 'node:path';
import type { TensorFunction } from '@aigc/engine';
import type { ArtifactEvent, HostTensor, ModelDefinition, Tree } from '@aigc/plugin-api';
import { stepName } from '../checkpoint/checkpoint-folder.js';
import { encodeSafetensors } from '../checkpoint/safetensors.js';
import { splitVector } from '../checkpoint/state-tensors.js';
import { runRecipe } from '../provenance/run-recipe.js';
import { AIGC_VERSION } from '../provenance/version.js';
import { loadTrainedRun } from '../run/load-trained-run.js';
import { specsOf } from '../sampling/sampler-specs.js';
import { samplerGraph } from '../sampling/stored-sampler.js';
import { sha256 } from '../storage/sha256.js';
import { writeNewFile } from '../storage/write-new-file.js';
import { type ExportMetadata, exportMetadata } from './export-metadata.js';
import { type ExportedFunction, type ExportPart, exportedPart } from './exported-part.js';
import { type NamedParameter, namedParameters } from './named-parameters.js';

/** File formats of `exportRun`: a graph with its weights, or named weights alone. */
export type ExportFormat = 'onnx' | 'safetensors';

/** What to export, from which run, and where to. */
export interface ExportRunOptions {
  readonly runDir: string;
  /** The model that the run was trained with. */
  readonly model: ModelDefinition;
  readonly format: ExportFormat;
  /** `sampler` (default) or the name of one of the model's networks. */
  readonly part?: ExportPart | undefined;
  /** File to write. Default: `exported/MODEL-STEP.FORMAT` in the run, with the part's name or `-batch16` before the dot where asked for. */
  readonly out?: string | undefined;
  /** Samples that the ONNX file takes at once; default 1. */
  readonly batchSize?: number | undefined;
  /** Replaces a file that is there and differs; without it that is an error. */
  readonly overwrite?: boolean | undefined;
}

/** Name, shape and dtype of a tensor in an exported file. */
export interface ExportedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
}

/** A file that was exported. */
export interface ExportedFile {
  /** Absolute. */
  readonly path: string;
  readonly format: ExportFormat;
  readonly part: ExportPart;
  readonly step: number;
  readonly bytes: number;
  readonly sha256: string;
  /** Empty for safetensors, as are the outputs. */
  readonly inputs: readonly ExportedTensor[];
  readonly outputs: readonly ExportedTensor[];
  readonly weights: readonly ExportedTensor[];
}

interface ExportSource {
  readonly name: string;
  readonly exported: ExportedFunction;
  readonly parameters: Tree<HostTensor>;
  readonly weights: readonly NamedParameter[];
  readonly metadata: ExportMetadata;
  readonly batchSize: number;
}

type Encoded = { readonly bytes: Uint8Array } & Pick<ExportedFile, 'inputs' | 'outputs'>;

/**
 * Writes the sampler of a run's best checkpoint, or one of its networks, as one file for other programs. The same run gives the
 * same bytes. An ONNX file draws exactly what `generateImages` draws, bit for bit on one machine.
 *
 * @throws CheckpointError (exit 11) without a usable checkpoint, InvalidConfigError where a file would be replaced,
 * UnsupportedKernelError for a model that cannot be traced.
 */
export async function* exportRun(options: ExportRunOptions): AsyncGenerator<ArtifactEvent, ExportedFile> {
  const { model, format, part = 'sampler', batchSize = 1 } = options;
  const { run, config, checkpoint, state, warnings } = await loadTrainedRun(options.runDir, model);
  for (const message of warnings) yield { type: 'warning', message };
  const exported = await exportedPart(model, config, part, batchSize);
  const parameters = exported.parameters(state);
  const weights = namedParameters(parameters, state, model.parameterEntries(config));
  const settings = { part, format, ...(format === 'onnx' ? { batchSize } : {}) };
  const metadata = exportMetadata(runRecipe('export', run, checkpoint, settings), model.source);
  yield { type: 'progress', stage: 'exporting', done: 0, total: 1 };
  const source = { name: `${model.name}-${part}`, exported, parameters, weights, metadata, batchSize };
  const tensors = namedTensors(weights);
  const { bytes, inputs, outputs } = format === 'onnx' ? await encodeOnnx(source) : encodeWeights(tensors, metadata);
  const variant = `${part === 'sampler' ? '' : `-${part}`}${format === 'onnx' && batchSize > 1 ? `-batch${batchSize}` : ''}`;
  const file = `${model.name}-${stepName(checkpoint.step)}${variant}.${format}`;
  const path = resolve(options.out ?? join(options.runDir, 'exported', file));
  await writeNewFile(path, bytes, options.overwrite === true);
  yield { type: 'progress', stage: 'exporting', done: 1, total: 1 };
  yield { type: 'artifact-written', path, kind: 'model' };
  const written = { path, format, part, step: checkpoint.step, bytes: bytes.length, sha256: sha256(bytes) };
  return { ...written, inputs, outputs, weights: [...tensors].map(([name, { shape, dtype }]) => ({ name, shape, dtype })) };
}

async function encodeOnnx(source: ExportSource): Promise<Encoded> {
  const { exportOnnx } = await import('@aigc/engine');
  const { name, exported, parameters, weights, metadata, batchSize } = source;
  const { apply, inputs, outputName, portDescriptions } = exported;
  const graph = samplerGraph(name, weights, outputName);
  return exportOnnx(apply as unknown as TensorFunction, [await specsOf(parameters), inputs], {
    ...graph,
    producerVersion: AIGC_VERSION,
    description: `${metadata.part} of ${metadata.family} model ${metadata.model} after ${metadata.step} steps, for ${batchSize} at a time`,
    metadata,
    portDescriptions,
  });
}

function encodeWeights(tensors: ReadonlyMap<string, HostTensor>, metadata: ExportMetadata): Encoded {
  return { bytes: encodeSafetensors(tensors, metadata), inputs: [], outputs: [] };
}

/** Every weight under its name: parts of flat vectors as tensors of their own. */
function namedTensors(weights: readonly NamedParameter[]): Map<string, HostTensor> {
  const tensors = new Map<string, HostTensor>();
  for (const { name, tensor, parts } of weights) {
    if (parts === undefined) tensors.set(name, tensor);
    else splitVector(name, tensor, parts, tensors);
  }
  return tensors;
}
