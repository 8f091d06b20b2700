import type { CommandIo } from '@aigc/cli-kit';
import type { Interfaces } from '@oclif/core';
import { pluginsHome } from '../installed/plugin-store.js';
import { askPermission } from './ask-permission.js';
import { changePlugins, type PluginWish } from './change-plugins.js';
import { type PlanReport, planReport } from './plan-facts.js';

/** Values of `installFlags`. */
export interface InstallFlagValues {
  readonly 'allow-list'?: string | undefined;
  readonly yes: boolean;
  readonly registry?: string | undefined;
}

/** What `install` and `update` do: show, ask, change. */
export async function installPlugins(
  wish: PluginWish,
  flags: InstallFlagValues,
  { config, io }: { readonly config: Interfaces.Config; readonly io: CommandIo },
): Promise<PlanReport> {
  const now = io.today();
  const { plan, isDone } = await changePlugins(wish, {
    home: pluginsHome(io.env),
    config,
    registry: flags.registry,
    now,
    allow: (shown) => askPermission(shown, { yes: flags.yes, allowList: flags['allow-list'] }, io),
  });
  return planReport(plan, isDone, now);
}
