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
export { type AugmentSettings, parseAugment } from './data/augment/augmentations.js';
export type { BadFile } from './data/bad-file.js';
export type { DataCard, DataChanges, Spread } from './data/card/data-card.js';
export { type DataManifest, dataHash } from './data/data-manifest.js';
export type { BatchReader, DataPart, DataSettings, Dataset, ReaderOptions } from './data/dataset.js';
export { heldOut } from './data/held-out.js';
export { CARD_FILE, type InspectedData, type InspectOptions, inspectData, SAMPLES_FILE } from './data/inspect-data.js';
export { type OpenDatasetOptions, openDataset } from './data/open-dataset.js';
export type { PictureOptions } from './data/picture-options.js';
export { type PreparedData, type PrepareOptions, prepareData } from './data/prepare-data.js';
export { isPreparedFolder } from './data/prepared/prepared-manifest.js';
export type { ClassBalance } from './evaluate/class-balance.js';
export { type EvaluateImagesOptions, evaluateImages } from './evaluate/evaluate-images.js';
export type { ImageEvaluation, Judgement } from './evaluate/evaluation.js';
export { type Extractor, frechetName, kernelName } from './evaluate/extractors/extractor.js';
export type { PixelRange } from './evaluate/extractors/onnx-extractor.js';
export { frechetDistance, type GaussianStatistics, gaussianStatistics } from './evaluate/frechet-distance.js';
export { type KernelDistance, kernelDistance } from './evaluate/kernel-distance.js';
export { type Manifold, manifoldOf, type PrecisionRecall, precisionRecall } from './evaluate/precision-recall.js';
export {
  type ExportedFile,
  type ExportedTensor,
  type ExportFormat,
  type ExportRunOptions,
  exportRun,
} from './export/export-run.js';
export type { ExportPart } from './export/exported-part.js';
export { runRecipe } from './provenance/run-recipe.js';
export { AIGC_VERSION } from './provenance/version.js';
export { randomStream } from './random/random-stream.js';
export { type WriteReportOptions, type WrittenReport, writeReport } from './report/write-report.js';
export { BEST_FILE, type BestStep, readBestStep } from './run/best-step.js';
export { type CheckpointChoice, chosenCheckpoint } from './run/chosen-checkpoint.js';
export { loadTrainedRun, type TrainedRun } from './run/load-trained-run.js';
export { METRICS_FILE, MetricsLog, type MetricsRecord } from './run/metrics-log.js';
export { type OpenRunDataOptions, openRunData } from './run/open-run-data.js';
export { isProcessAlive, processStart } from './run/process-liveness.js';
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
export type { Transfer } from './run/transfer.js';
export { type ComparedSetting, compareSettings } from './run-catalog/compare-settings.js';
export { type ListedRun, listRuns, type RunList } from './run-catalog/list-runs.js';
export { type Curve, type MetricHistory, readMetricHistory } from './run-catalog/metric-history.js';
export {
  isHigherBetter,
  isRanked,
  type Measurement,
  type MetricSummary,
  summarizeMetrics,
} from './run-catalog/metric-summary.js';
export { type RemovedRun, removeRun } from './run-catalog/remove-run.js';
export { type CheckpointSummary, type RunSummary, readRun, readRunSummary } from './run-catalog/run-summary.js';
export { currentWriter, type RunWriter } from './run-catalog/run-writer.js';
export type { SampleFile } from './run-catalog/sample-files.js';
export { type CompiledSampler, type CompiledSamplerOptions, compileSampler } from './sampling/compiled-sampler.js';
export { type GeneratedImages, type GenerateImagesOptions, generateImages } from './sampling/generate-images.js';
export { parseSeeds } from './sampling/parse-seeds.js';
export { requireSampler } from './sampling/require-sampler.js';
export { sampleLatents } from './sampling/sample-latents.js';
export { toImage } from './sampling/to-image.js';
export { sha256, sha256File } from './storage/sha256.js';
export { storageFailure } from './storage/storage-failure.js';
export { syncFolder, writeFileAtomic, writeFileSynced } from './storage/write-file-atomic.js';
export { writeNewFile } from './storage/write-new-file.js';
export { TensorboardLog, type TensorboardSession } from './tensorboard/tensorboard-log.js';
export {
  type MemoryEstimate,
  type PlannedData,
  planTraining,
  type TimeEstimate,
  type TrainingEstimate,
} from './training/plan-training.js';
export { trainModel } from './training/train-model.js';
export type { TrainOptions } from './training/train-options.js';
export type { Evidence } from './verdict/evidence.js';
export { judge } from './verdict/judge.js';
export { type JudgeRunOptions, judgeRun } from './verdict/judge-run.js';
export { type ComparedPictures, comparePictures, type PictureStatistics } from './verdict/picture-statistics.js';
export { readVerdict, VERDICT_FILE, writeVerdict } from './verdict/verdict-file.js';
