import { AigcError, PluginError } from '@aigc/plugin-api';

/** Seconds that importing a plugin may take: tfjs and the image codecs need one on a slow machine. */
export const IMPORT_LIMIT_S = 8;

/**
 * Imports code of a plugin and puts its name on what goes wrong.
 *
 * A loop that never lets go of the thread cannot be stopped here; that is found when the plugin is installed, in a process of its own.
 *
 * @throws PluginError E-PLUGIN-004 where it throws, -021 where it never settles
 */
export async function guardImport<T>(
  pluginName: string,
  load: () => Promise<T>,
  { limitS = IMPORT_LIMIT_S, path }: { readonly limitS?: number; readonly path?: string } = {},
): Promise<T> {
  const where = path === undefined ? {} : { path };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(importHangs(pluginName, limitS, where)), limitS * 1000);
  });
  try {
    return await Promise.race([load(), late]);
  } catch (cause) {
    if (AigcError.isInstance(cause)) throw cause;
    throw new PluginError('E-PLUGIN-004', `${pluginName} cannot be loaded: ${cause instanceof Error ? cause.message : cause}`, {
      ...where,
      hints: ['install the plugin again, or report this to its author'],
      cause,
    });
  } finally {
    clearTimeout(timer);
  }
}

/** The refusal of a plugin whose import does not end. */
export function importHangs(pluginName: string, limitS: number, where: { path?: string } = {}): PluginError {
  return new PluginError('E-PLUGIN-021', `${pluginName} was not loaded after ${limitS} s`, {
    ...where,
    hints: [`report this to its author, or take it out: \`aigc plugins remove ${pluginName}\``],
  });
}
