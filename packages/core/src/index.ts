export {
  checkpointsFolder,
  listCheckpointSteps,
  pruneCheckpoints,
  quarantineCheckpoint,
  removeTemporaryCheckpoints,
  stepName,
} from './checkpoint/checkpoint-folder.js';
export { type CheckpointManifest, MANIFEST_FILE, MODEL_FILE } from './checkpoint/checkpoint-manifest.js';
export {
  type Checkpoint,
  checkpointState,
  type LatestCheckpoint,
  latestCheckpoint,
  readCheckpoint,
} from './checkpoint/read-checkpoint.js';
export { decodeSafetensors, encodeSafetensors, type SafetensorsFile, type TensorMap } from './checkpoint/safetensors.js';
export { type StateEntries, stateHash, stateOfTensors, tensorsOfState } from './checkpoint/state-tensors.js';
export { type WriteCheckpointOptions, type WrittenCheckpoint, writeCheckpoint } from './checkpoint/write-checkpoint.js';
export { type DataManifest, dataHash } from './data/data-manifest.js';
export type { BatchReader, DataPart, DataSettings, Dataset, ReaderOptions } from './data/dataset.js';
export { type BadFile, IMAGE_EXTENSIONS } from './data/find-image-files.js';
export { BatchOrder, imageBatch } from './data/image-batch.js';
export { type OpenDatasetOptions, openDataset } from './data/open-dataset.js';
export { type DecodedImages, type ReadImageFolderOptions, readImageFolder } from './data/read-image-folder.js';
export {
  type ExportedFile,
  type ExportedTensor,
  type ExportFormat,
  type ExportRunOptions,
  exportRun,
} from './export/export-run.js';
export type { ExportPart } from './export/exported-part.js';
export { AIGC_VERSION } from './provenance/version.js';
export { randomStream } from './random/random-stream.js';
export { BEST_FILE, type BestStep, readBestStep } from './run/best-step.js';
export { type CheckpointChoice, chosenCheckpoint } from './run/chosen-checkpoint.js';
export { loadTrainedRun, type TrainedRun } from './run/load-trained-run.js';
export { METRICS_FILE, MetricsLog, type MetricsRecord } from './run/metrics-log.js';
export {
  checkNewRunDir,
  defaultRunDir,
  makeRunDir,
  type RunData,
  type RunFiles,
  type RunInfo,
  readRunFiles,
  writeRunFiles,
} from './run/run-files.js';
export { lockRun, type RunLock } from './run/run-lock.js';
export { type CompiledSampler, type CompiledSamplerOptions, compileSampler } from './sampling/compiled-sampler.js';
export { type GeneratedImages, type GenerateImagesOptions, generateImages } from './sampling/generate-images.js';
export { parseSeeds } from './sampling/parse-seeds.js';
export { requireSampler } from './sampling/require-sampler.js';
export { sampleLatents } from './sampling/sample-latents.js';
export { sha256, sha256File } from './storage/sha256.js';
export { storageFailure } from './storage/storage-failure.js';
export { syncFolder, writeFileAtomic, writeFileSynced } from './storage/write-file-atomic.js';
export { trainModel } from './training/train-model.js';
export type { TrainOptions } from './training/train-options.js';
