import type { FileSettings } from './file-settings.js';
import { type AnyFlag, readFileValue } from './read-file-value.js';
import { isSettable, settingName } from './settable-flags.js';

/** Where a value comes from. */
export type SettingOrigin =
  | { readonly kind: 'default' }
  | { readonly kind: 'environment'; readonly variable: string }
  | { readonly kind: 'project' | 'user'; readonly path: string; readonly at: string };

/** A value of a configuration file that stands in for the default of a flag. */
export interface FileValue {
  readonly value: unknown;
  readonly origin: Extract<SettingOrigin, { path: string }>;
}

/**
 * What files say about the flags of a command, by the flag's name; the first file that has a setting wins.
 *
 * @throws InvalidConfigError E-CONFIG-015 for a value that the flag would not take.
 */
export async function fileValues(
  flags: { readonly [name: string]: AnyFlag },
  files: readonly FileSettings[],
): Promise<Map<string, FileValue>> {
  const values = new Map<string, FileValue>();
  for (const [name, flag] of Object.entries(flags)) {
    if (!isSettable({ name, helpValue: flag.type === 'option' ? flag.helpValue : undefined })) continue;
    const setting = settingName(name);
    const file = files.find(({ settings }) => Object.hasOwn(settings, setting));
    const found = file?.settings[setting];
    if (file === undefined || found === undefined) continue;
    const value = await readFileValue(flag, found, file.path);
    values.set(name, { value, origin: { kind: file.scope, path: file.path, at: found.at } });
  }
  return values;
}

/** The flags of a command with the values of files in place of their defaults. */
export function withFileDefaults<F extends { readonly [name: string]: unknown }>(
  flags: F,
  values: ReadonlyMap<string, FileValue>,
): F {
  const changed = [...values].map(([name, { value }]) => [name, { ...(flags[name] as object), default: value }]);
  return { ...flags, ...Object.fromEntries(changed) };
}
