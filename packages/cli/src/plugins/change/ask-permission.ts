import type { CommandIo } from '@aigc/cli-kit';
import { PluginError } from '@aigc/plugin-api';
import { confirm, isAttended } from '../../runs/confirm.js';
import { checkAllowed, readAllowList } from './allow-list.js';
import type { ChangePlan } from './change-plan.js';
import { planLines } from './plan-lines.js';

/** How a person or a machine says yes. */
export interface Permission {
  /** Do not ask; enough on a terminal only. */
  readonly yes: boolean;
  readonly allowList: string | undefined;
}

/**
 * Shows a plan on stderr and asks. With an allow-list nobody is asked, and only what is on it passes.
 *
 * @throws PluginError E-PLUGIN-019 for what is not on the list, and where there is neither a list nor a terminal to ask on
 */
export async function askPermission(plan: ChangePlan, { yes, allowList }: Permission, io: CommandIo): Promise<boolean> {
  for (const line of planLines(plan, io.today())) io.stderr.write(`${line}\n`);
  if (allowList !== undefined) {
    checkAllowed(plan.packages, await readAllowList(allowList), allowList);
    return true;
  }
  if (!isAttended(io.env)) {
    throw new PluginError('E-PLUGIN-019', 'a person has to allow these packages, and there is no terminal to ask on', {
      note: 'nothing was installed; --yes counts on a terminal only',
      hints: ['name each package with its version and hash in a file: --allow-list FILE, or AIGC_PLUGIN_ALLOW_LIST'],
    });
  }
  io.stderr.write('A plugin has all the rights that you have. What it declares is not enforced.\n');
  return yes || confirm('Install?', io.env);
}
