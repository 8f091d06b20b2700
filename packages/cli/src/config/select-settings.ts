// Codes: E-CONFIG-013 unknown name, -014 no section, -018 a flag that files may not set.
import { type FileSetting, type FileSettings, nearestName } from '@aigc/cli-kit';
import { InvalidConfigError } from '@aigc/plugin-api';
import { commandsBelow, type SettableCommand } from './known-settings.js';
import type { ConfigFile } from './read-config-file.js';

type Section = { readonly [name: string]: unknown };

/**
 * What a file says about one command: what stands in its own section wins over the sections around it, since `train.device` holds
 * for every family. Names are checked in these sections and not elsewhere; values are not checked.
 *
 * @throws InvalidConfigError for a name that nothing has, with the nearest one.
 */
export function selectSettings(file: ConfigFile, commandId: string, commands: readonly SettableCommand[]): FileSettings {
  const own = commands.find(({ id }) => id === commandId);
  const settings: { [name: string]: FileSetting } = {};
  let record: unknown = file.content;
  const words = commandId.split(':');
  for (let depth = 0; depth <= words.length && record !== undefined; depth++) {
    const section = words.slice(0, depth).join(':');
    const read = readSection({ file, section, record, commands });
    for (const [name, setting] of Object.entries(read.settings)) if (own?.settings.has(name) === true) settings[name] = setting;
    const next = words[depth];
    record = next !== undefined && Object.hasOwn(read.sections, next) ? read.sections[next] : undefined;
  }
  return { path: file.path, scope: file.scope, settings };
}

/** Every setting of a file, by where it stands: `train.gan.batchSize`. @throws as `selectSettings`, for all sections */
export function allSettings(file: ConfigFile, commands: readonly SettableCommand[]): FileSetting[] {
  const visit = (section: string, record: unknown): FileSetting[] => {
    const { settings, sections } = readSection({ file, section, record, commands });
    const below = Object.entries(sections).flatMap(([name, part]) => visit(section === '' ? name : `${section}:${name}`, part));
    return [...Object.values(settings), ...below];
  };
  return visit('', file.content);
}

interface ReadSection {
  readonly file: ConfigFile;
  /** `train:gan`; '' for the whole file. */
  readonly section: string;
  readonly record: unknown;
  readonly commands: readonly SettableCommand[];
}

function readSection({ file, section, record, commands }: ReadSection): {
  settings: Record<string, FileSetting>;
  sections: Section;
} {
  const { path } = file;
  const place = section.replaceAll(':', '.');
  const inside = commandsBelow(section, commands);
  // what holds for everything would mean too many things: the outermost level has sections alone
  const names = new Set(section === '' ? [] : inside.flatMap(({ settings }) => [...settings.keys()]));
  const depth = section === '' ? 0 : section.split(':').length;
  const sectionNames = new Set(inside.map(({ id }) => id.split(':')[depth]).filter((name) => name !== undefined));
  const settings: Record<string, FileSetting> = {};
  const sections: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(asSection(record, path, place))) {
    const at = place === '' ? name : `${place}.${name}`;
    const isSection = sectionNames.has(name) && (isMapping(value) || !names.has(name));
    if (section === '' && name === '$schema') continue;
    if (isSection) sections[name] = value ?? {};
    else if (names.has(name)) settings[name] = { value, at };
    else throw unknownName({ path, at, name, place, known: [...sectionNames, ...names], inside });
  }
  return { settings, sections };
}

interface UnknownName {
  readonly path: string;
  readonly at: string;
  readonly name: string;
  readonly place: string;
  readonly known: readonly string[];
  readonly inside: readonly SettableCommand[];
}

function unknownName({ path, at, name, place, known, inside }: UnknownName): InvalidConfigError {
  const flag = inside.map(({ refused }) => refused.get(name)).find((found) => found !== undefined);
  if (flag !== undefined) {
    return new InvalidConfigError('E-CONFIG-018', `"${at}" cannot be set in a file`, {
      path,
      hints: [`give it on the command line: --${flag}`],
    });
  }
  const meant = nearestName(name, known);
  const prefix = place === '' ? '' : `${place}.`;
  const listed = known.length > 12 ? 'see `aigc schema` for all names' : `known here: ${known.join(', ')}`;
  return new InvalidConfigError('E-CONFIG-013', `unknown setting "${at}"`, {
    path,
    hints: [meant === undefined ? listed : `did you mean "${prefix}${meant}"?`],
  });
}

function isMapping(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asSection(value: unknown, path: string, place: string): Section {
  if (isMapping(value)) return value as Section;
  const what = place === '' ? 'the file' : `"${place}"`;
  throw new InvalidConfigError('E-CONFIG-014', `${what} must hold settings by name`, { path });
}
