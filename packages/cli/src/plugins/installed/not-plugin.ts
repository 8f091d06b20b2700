import { PluginError } from '@aigc/plugin-api';

/** The refusal of something that is no plugin. */
export function notPlugin(why: string, path: string, hints: readonly string[] = []): PluginError {
  return new PluginError('E-PLUGIN-013', `this is no plugin that aigc can load: ${why}`, { path, hints });
}
