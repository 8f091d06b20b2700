import { AigcError, InvalidConfigError } from '@aigc/plugin-api';
import type { JsonSchema } from '../flags/flags-from-json-schema.js';
import { parseDuration } from '../flags/parse-duration.js';
import { type NumberRange, parseNumber } from '../flags/parse-number.js';
import { trainRanges } from '../flags/train-flags.js';
import { nearestName } from '../text/nearest-name.js';
import type { ProjectSettings } from './project-settings.js';
import type { DataHabits, TrainLimits } from './train-request.js';

/** A section of the configuration file, split into what the trainer takes and what the model takes. */
export interface FileSettings {
  readonly limits: Partial<TrainLimits & DataHabits>;
  readonly settings: { readonly [name: string]: unknown };
}

const RANGES: { readonly [name: string]: NumberRange } = trainRanges;

/**
 * Checks the names of a section, and the values of those that every model shares.
 *
 * @throws InvalidConfigError that names the file and the nearest known name.
 */
export function readTrainSettings(file: ProjectSettings, schema: JsonSchema): FileSettings {
  const ofModel = Object.keys(schema.properties ?? {});
  const ofTrainer = ['budget', ...Object.keys(RANGES)];
  const limits: { [name: string]: number } = {};
  const settings: { [name: string]: unknown } = {};
  for (const [name, value] of Object.entries(file.settings)) {
    if (ofModel.includes(name)) settings[name] = value;
    else if (name === 'budget') limits.budgetS = checked(file, name, () => parseDuration(String(value)));
    else if (Object.hasOwn(RANGES, name)) limits[name] = checked(file, name, () => parseNumber(String(value), RANGES[name]));
    else throw unknownSetting(file, name, [...ofTrainer, ...ofModel]);
  }
  return { limits, settings };
}

function checked(file: ProjectSettings, name: string, parse: () => number): number {
  try {
    return parse();
  } catch (error) {
    if (!AigcError.isInstance(error)) throw error;
    throw new InvalidConfigError('E-CONFIG-015', `${file.section}.${name}: ${error.message}`, {
      path: file.path,
      hints: error.hints,
    });
  }
}

function unknownSetting(file: ProjectSettings, name: string, known: readonly string[]): InvalidConfigError {
  const meant = nearestName(name, known);
  return new InvalidConfigError('E-CONFIG-013', `unknown setting "${file.section}.${name}"`, {
    path: file.path,
    hints: [meant === undefined ? `known here: ${known.join(', ')}` : `did you mean "${file.section}.${meant}"?`],
  });
}
