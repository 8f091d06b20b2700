export { BaseCommand } from './base-command.js';
export { BugError } from './errors/bug-error.js';
export { type ErrorFacts, errorFacts, renderError, renderStack } from './errors/render-error.js';
export { toFailure } from './errors/to-failure.js';
export { UsageError } from './errors/usage-error.js';
export type { BugContext } from './errors/write-bug-report.js';
export { EvaluateCommand, type EvaluateFlagValues } from './evaluate-command.js';
export { type EvaluateFlags, type ExtractorRange, evaluateFlags } from './flags/evaluate-flags.js';
export {
  flagName,
  flagsFromJsonSchema,
  type JsonSchema,
  type SchemaFlagOptions,
  settingsFromFlags,
} from './flags/flags-from-json-schema.js';
export { flagsFromModels, type ModelSchemas } from './flags/flags-from-models.js';
export { type GenerateFlags, generateFlags } from './flags/generate-flags.js';
export { globalFlags } from './flags/global-flags.js';
export { type NumberFlagOptions, numberFlag } from './flags/number-flag.js';
export { parseDuration } from './flags/parse-duration.js';
export { type NumberRange, parseNumber, rangeText } from './flags/parse-number.js';
export { parseRgb, type Rgb } from './flags/parse-rgb.js';
export { type PictureFlags, type PictureFlagValues, pictureFlags, pictureSettings } from './flags/picture-flags.js';
export { trainFlags } from './flags/train-flags.js';
export { checkpointChoice, GenerateCommand, type GenerateFlagValues } from './generate-command.js';
export { type CommandIo, processIo, type TextStream } from './output/command-io.js';
export type { CommandEvent } from './output/event-log.js';
export { guardStdout } from './output/guard-stdout.js';
export { hasColor } from './output/has-color.js';
export { isTruthy } from './output/is-truthy.js';
export { openLiveScreen, type Screen } from './output/live-screen.js';
export type { ReportContext } from './output/report-context.js';
export type { JobState, PipelineSource, PipelineState } from './pipeline/pipeline-state.js';
export { pipelineViewRows } from './pipeline/pipeline-view-rows.js';
export { type FileValue, fileValues, type SettingOrigin } from './settings/command-settings.js';
export { type FileSetting, type FileSettings, readFileSettings } from './settings/file-settings.js';
export type { AnyFlag } from './settings/read-file-value.js';
export { isSettable, type NamedFlag, settingName, takesSettings } from './settings/settable-flags.js';
export { factsOf, type SettingFacts } from './settings/setting-facts.js';
export { isAttended, type OpenStudioOptions, openStudio } from './studio/open-studio.js';
export type { Picture, PictureCodec } from './studio/pictures/picture.js';
export type { Program } from './studio/run-programs.js';
export type { StudioCommand } from './studio/studio-commands.js';
export { displayPath, shellArgument } from './text/display-path.js';
export { fitEnd, fitStart } from './text/fit-text.js';
export { formatDuration } from './text/format-duration.js';
export { formatBytes, formatCount, formatMetric, formatRate } from './text/format-number.js';
export { nearestName } from './text/nearest-name.js';
export { createPalette, type Palette } from './text/palette.js';
export { printable } from './text/printable.js';
export { sparkline } from './text/sparkline.js';
export { TrainCommand, type TrainFlagValues } from './train-command.js';
export type { TrainingEnd } from './training/report-training.js';
export type { TrainLimits, TrainRequest } from './training/train-request.js';
