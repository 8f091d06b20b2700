import { BaseCommand } from '@aigc/cli-kit';
import { Args } from '@oclif/core';
import { installFlags } from '../../plugins/change/install-flags.js';
import type { PlanReport } from '../../plugins/change/plan-facts.js';

export default class PluginsUpdate extends BaseCommand {
  static override summary = 'Install the newest versions of plugins that came from a registry, after showing what is in them';
  static override examples = [
    '<%= config.bin %> plugins update',
    '<%= config.bin %> plugins update aigc-plugin-mosaic --allow-list studio-plugins.txt',
  ];
  static override args = { plugin: Args.string({ description: 'Name of one; all when left out' }) };
  static override flags = installFlags;

  async run(): Promise<PlanReport | { readonly isInstalled: false; readonly plugins: readonly never[] }> {
    const { args, flags } = await this.parse(PluginsUpdate);
    const [{ outdatedPlugins }, { installPlugins }, { pluginsHome }] = await Promise.all([
      import('../../plugins/change/outdated-plugins.js'),
      import('../../plugins/change/install-plugins.js'),
      import('../../plugins/installed/plugin-store.js'),
    ]);
    const sources = await outdatedPlugins(args.plugin, pluginsHome(this.io.env), flags.registry);
    if (sources.length === 0) {
      this.log('every plugin from a registry is the newest');
      return { isInstalled: false, plugins: [] };
    }
    const wish = { kind: 'add', sources, allowNew: flags['allow-new'] } as const;
    const report = await installPlugins(wish, flags, { config: this.config, io: this.io });
    if (!report.isInstalled) this.log('nothing was installed');
    for (const { name, version, previousVersion } of report.isInstalled ? report.plugins : []) {
      this.log(`updated ${name} ${previousVersion} to ${version}`);
    }
    return report;
  }
}
