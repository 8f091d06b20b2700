import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { API_VERSION, PluginError } from '@aigc/plugin-api';
import { checkManifest } from './check-manifest.js';
import { isObject } from './is-object.js';
import { notPlugin } from './not-plugin.js';

/** What a plugin says that it does. It is shown before installing, not enforced: a plugin has the rights of its user. */
export interface Capabilities {
  /** Command lines, e.g. `train noise`. The only ones it may have. */
  readonly commands: readonly string[];
  /** Folders and files it reads or writes, in words or as paths. */
  readonly files: readonly string[];
  /** Hosts it talks to. */
  readonly network: readonly string[];
  /** Programs it starts. */
  readonly childProcesses: readonly string[];
}

/** What the package.json and the oclif manifest of a plugin say; none of its code is run to know it. */
export interface PluginFacts {
  readonly name: string;
  readonly version: string;
  readonly root: string;
  readonly apiVersion: number;
  readonly families: readonly string[];
  readonly capabilities: Capabilities;
  /** Command ids with their aliases, as oclif writes them: `train:noise`. */
  readonly commandIds: readonly string[];
  /** Files of the commands, relative to the root. */
  readonly commandFiles: readonly string[];
  readonly peerDependencies: { readonly [name: string]: string };
}

const MAX_BYTES = 4 * 1024 * 1024;
const FAMILY = /^[a-z][a-z0-9-]{0,31}$/;
const PACKAGE_NAME = /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;
const REFUSED_OCLIF_KEYS = ['hooks', 'plugins', 'devPlugins', 'jitPlugins'] as const;

/**
 * Reads what a plugin in a folder declares.
 *
 * @throws PluginError E-PLUGIN-013 where it is no plugin or its manifest is missing or unfit, -002 for another API version,
 * -015 where it declares hooks or plugins of its own, -017 for commands that it does not declare
 */
export async function readPluginFacts(root: string): Promise<PluginFacts> {
  const pjson = await readObject(join(root, 'package.json'), root);
  const { name, version } = pjson;
  if (typeof name !== 'string' || !PACKAGE_NAME.test(name) || typeof version !== 'string') {
    throw notPlugin('its package.json has no usable name and version', root);
  }
  const { aigc, oclif } = pjson;
  if (!isObject(aigc) || !isObject(oclif)) throw notPlugin(`${name} has no "aigc" and "oclif" in its package.json`, root);
  if (aigc.apiVersion !== API_VERSION) {
    throw new PluginError(
      'E-PLUGIN-002',
      `${name} was built for plugin API ${String(aigc.apiVersion)}, this aigc has ${API_VERSION}`,
      { path: root, hints: ['install a version of the plugin that matches this aigc'] },
    );
  }
  for (const key of REFUSED_OCLIF_KEYS) {
    if (oclif[key] === undefined) continue;
    throw new PluginError('E-PLUGIN-015', `${name} declares oclif.${key}, which would run in every command`, {
      path: join(root, 'package.json'),
      hints: ['a plugin may have commands and model families only; its author has to take this out'],
    });
  }
  const capabilities = capabilitiesOf(aigc.capabilities, name, root);
  const manifest = checkManifest(await readObject(join(root, 'oclif.manifest.json'), root), { name, version, root, oclif });
  refuseUndeclared(name, manifest.commandIds, capabilities.commands);
  return {
    name,
    version,
    root,
    apiVersion: API_VERSION,
    families: familiesOf(aigc.families, name, root),
    capabilities,
    ...manifest,
    peerDependencies: stringsByName(pjson.peerDependencies),
  };
}

async function readObject(path: string, root: string): Promise<{ readonly [key: string]: unknown }> {
  let text: string;
  try {
    if ((await stat(path)).size > MAX_BYTES) throw notPlugin(`${path} is larger than 4 MiB`, root);
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw notPlugin(`it has no ${path.slice(root.length + 1)}`, root, ['its author writes it with `aigc plugins build`']);
  }
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // told below
  }
  throw notPlugin(`${path.slice(root.length + 1)} is no JSON object`, root);
}

function familiesOf(value: unknown, name: string, root: string): readonly string[] {
  const families = value ?? [];
  if (Array.isArray(families) && families.every((family) => typeof family === 'string' && FAMILY.test(family))) return families;
  throw notPlugin(`aigc.families of ${name} is no list of short lower-case names`, root);
}

function capabilitiesOf(value: unknown, name: string, root: string): Capabilities {
  const given = value ?? {};
  if (!isObject(given)) throw notPlugin(`aigc.capabilities of ${name} is no object`, root);
  const list = (key: keyof Capabilities): readonly string[] => {
    const entries = given[key] ?? [];
    if (Array.isArray(entries) && entries.every((entry) => typeof entry === 'string')) return entries;
    throw notPlugin(`aigc.capabilities.${key} of ${name} is no list of texts`, root);
  };
  return {
    commands: list('commands'),
    files: list('files'),
    network: list('network'),
    childProcesses: list('childProcesses'),
  };
}

function refuseUndeclared(name: string, ids: readonly string[], declared: readonly string[]): void {
  const extra = ids.map((id) => id.replaceAll(':', ' ')).filter((command) => !declared.includes(command));
  if (extra.length === 0) return;
  throw new PluginError('E-PLUGIN-017', `${name} has commands that it does not declare: ${extra.join(', ')}`, {
    hints: ['its author has to name them in aigc.capabilities.commands of its package.json'],
  });
}

function stringsByName(value: unknown): { readonly [name: string]: string } {
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
    : {};
}
