import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { PluginError } from '@aigc/plugin-api';

/** Where a plugin is to come from. */
export type PluginSource =
  | { readonly kind: 'registry'; readonly name: string; readonly spec: string }
  | { readonly kind: 'archive' | 'folder'; readonly path: string };

const NAME_AND_RANGE = /^((?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*)(?:@([^:/@]+))?$/;

/**
 * Reads what was asked for: a name of a registry, perhaps with a version, a folder, or an archive of `npm pack`.
 *
 * @throws PluginError E-PLUGIN-010 for anything else, such as git and web addresses, and for files that are not there
 */
export async function pluginSource(text: string, cwd: string): Promise<PluginSource> {
  const isArchive = /\.(tgz|tar\.gz)$/.test(text);
  const isAddress = /^[a-z+.-]{2,}:/i.test(text) || text.startsWith('git@');
  const looksLikePath = isArchive || text.startsWith('.') || text.startsWith('/') || /^[a-z]:[\\/]/i.test(text);
  if (!isAddress && (looksLikePath || (text.includes('/') && !text.startsWith('@') && existsSync(resolve(cwd, text))))) {
    const path = resolve(cwd, text);
    const found = await stat(path).catch(() => undefined);
    if (found === undefined) throw unfit(`there is no ${text}`, path);
    return { kind: found.isDirectory() ? 'folder' : 'archive', path };
  }
  const [, name, range] = NAME_AND_RANGE.exec(text) ?? [];
  if (name === undefined) throw unfit(`${text} is no name of a package, folder or archive`, undefined);
  return { kind: 'registry', name, spec: range === undefined ? name : `${name}@${range}` };
}

function unfit(message: string, path: string | undefined): PluginError {
  return new PluginError('E-PLUGIN-010', message, {
    ...(path === undefined ? {} : { path }),
    hints: ['give NAME, NAME@VERSION, a folder, or a .tgz that `npm pack` made; git and web addresses are refused'],
  });
}
