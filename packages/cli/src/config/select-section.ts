import { nearestName } from '@aigc/cli-kit';
import { InvalidConfigError } from '@aigc/plugin-api';
import type { ProjectConfig } from './find-project-config.js';

/**
 * The settings under `train.<family>`, after the names above them were checked; undefined where the file has none.
 *
 * @throws InvalidConfigError for a section that does not exist, with the nearest name.
 */
export function selectSection(
  file: ProjectConfig,
  section: string,
  families: readonly string[],
): { readonly [name: string]: unknown } | undefined {
  const root = asRecord(file.content, file.path, 'the file');
  refuseUnknown(root, ['train'], file.path, '');
  const [topic, family] = section.split('.');
  if (topic === undefined || family === undefined || !Object.hasOwn(root, topic)) return undefined;
  const sections = asRecord(root[topic], file.path, `"${topic}"`);
  refuseUnknown(sections, families, file.path, `${topic}.`);
  return Object.hasOwn(sections, family) ? asRecord(sections[family], file.path, `"${section}"`) : undefined;
}

function refuseUnknown(record: { [name: string]: unknown }, known: readonly string[], path: string, prefix: string): void {
  for (const name of Object.keys(record).filter((key) => !known.includes(key))) {
    const meant = nearestName(name, known);
    const hints = [
      meant === undefined ? `known here: ${known.map((key) => prefix + key).join(', ')}` : `did you mean "${prefix}${meant}"?`,
    ];
    throw new InvalidConfigError('E-CONFIG-013', `unknown setting "${prefix}${name}"`, { path, hints });
  }
}

function asRecord(value: unknown, path: string, what: string): { [name: string]: unknown } {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as { [name: string]: unknown };
  throw new InvalidConfigError('E-CONFIG-014', `${what} must hold settings by name`, { path });
}
