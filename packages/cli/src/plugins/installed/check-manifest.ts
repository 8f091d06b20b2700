import { isObject } from './is-object.js';
import { notPlugin } from './not-plugin.js';

/** Whose manifest it is. */
export interface ManifestOwner {
  readonly name: string;
  readonly version: string;
  readonly root: string;
  /** The `oclif` part of its package.json, whose texts are shown as those of the manifest are. */
  readonly oclif: unknown;
}

// oclif renders help as templates, which run code: these are the ones that help needs.
const TEMPLATES = /<%[=-]?\s*(config\.bin|command\.id)\s*%>/g;
// Escape sequences could rewrite what the terminal shows. Tab and line feed may stay.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;
const COMMAND_ID = /^[a-z0-9][a-z0-9-]*(:[a-z0-9][a-z0-9-]*){0,3}$/;

/**
 * Checks an oclif manifest before oclif sees it: help is made from it in every command, so it must be harmless.
 *
 * @throws PluginError E-PLUGIN-013 for another version, a malformed command, code in a help text or an escape sequence
 */
export function checkManifest(
  manifest: { readonly [key: string]: unknown },
  { name, version, root, oclif }: ManifestOwner,
): { commandIds: string[]; commandFiles: string[] } {
  const refuse = (why: string): never => {
    throw notPlugin(`oclif.manifest.json of ${name} ${why}`, root, ['its author writes it with `aigc plugins build`']);
  };
  if (manifest.version !== version) refuse(`is of version ${String(manifest.version)}, the package of ${version}`);
  if (!isObject(manifest.commands)) return refuse('has no commands');
  for (const text of textsIn([manifest.commands, oclif])) {
    if (CONTROL.test(text)) refuse('has control characters in its texts');
    if (text.replaceAll(TEMPLATES, '').includes('<%')) refuse(`has code in a help text: ${text.slice(0, 60)}`);
  }
  const commandIds: string[] = [];
  const commandFiles: string[] = [];
  for (const [id, command] of Object.entries(manifest.commands)) {
    if (!isObject(command) || command.id !== id || !isObject(command.flags) || !isObject(command.args)) {
      return refuse(`has a malformed command ${id}`);
    }
    const aliases = [...listOf(command.aliases), ...listOf(command.hiddenAliases)].map((alias) => alias.replaceAll(' ', ':'));
    for (const name of [id, ...aliases]) if (!COMMAND_ID.test(name)) refuse(`has a command of an unfit name ${name}`);
    commandIds.push(id, ...aliases);
    const path = listOf(command.relativePath);
    if (path.length === 0 || path.includes('..')) refuse(`names no file for the command ${id}`);
    commandFiles.push(path.join('/'));
  }
  return { commandIds, commandFiles };
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      yield key;
      yield* textsIn(inner);
    }
  }
}
