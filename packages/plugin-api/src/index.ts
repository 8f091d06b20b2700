export { aigcFolder } from './aigc-folder.js';
export type {
  DataFacts,
  DataRequest,
  ImageDataFacts,
  ImageDataRequest,
  Metrics,
  TextDataFacts,
  TextDataRequest,
  Tokenizer,
  TrainingPlan,
} from './data.js';
export { AigcError, type AigcErrorDetails } from './errors/aigc-error.js';
export { CheckpointError } from './errors/checkpoint-error.js';
export { DatasetError } from './errors/dataset-error.js';
export { DecodeError } from './errors/decode-error.js';
export { DeviceError } from './errors/device-error.js';
export { DivergenceError } from './errors/divergence-error.js';
export { ExternalToolError } from './errors/external-tool-error.js';
export { InvalidConfigError } from './errors/invalid-config-error.js';
export { PluginError } from './errors/plugin-error.js';
export { RunLockedError } from './errors/run-locked-error.js';
export { ShapeMismatchError } from './errors/shape-mismatch-error.js';
export { StorageError } from './errors/storage-error.js';
export { UnsupportedKernelError } from './errors/unsupported-kernel-error.js';
export type { ArtifactEvent, DeviceFacts, Finding, TrainingEvent, Verdict } from './events.js';
export { EXIT } from './exit-codes.js';
export type {
  ConfigSchema,
  ExportableNetwork,
  InputSource,
  InputSpec,
  ModelDefinition,
  ParameterEntry,
  StepResult,
  Validation,
} from './model.js';
export { API_VERSION, type ModelFamily, type Plugin } from './plugin.js';
export type { RandomStream } from './random-stream.js';
export type { Recipe, RecipeInput } from './recipe.js';
export type { IterativeSampler, Sampler, SamplerBase, Sampling, TextSampler, TextSamplerOptions } from './sampler.js';
export type { DataType, HostData, HostTensor, Named, TensorLike, TensorSpec, Tree } from './tensor.js';
