import { BaseCommand, UsageError } from '@aigc/cli-kit';
import { Args, Flags } from '@oclif/core';
import { installFlags } from '../../plugins/change/install-flags.js';
import type { PlanReport } from '../../plugins/change/plan-facts.js';
import type { PluginSource } from '../../plugins/source/plugin-source.js';

export default class PluginsInstall extends BaseCommand {
  static override summary = 'Install a plugin from a registry, a folder or an archive, after showing what is in it';
  static override description =
    'Shows publisher, age, size, dependencies, native code, install scripts, what it declares and its hash, then asks. No install script ' +
    'runs. Machines without a person need an allow-list: `plugins inspect` prints its lines. --lock makes the set of another machine, ' +
    'all hashes checked, in place of the one here.';
  static override examples = [
    '<%= config.bin %> plugins install aigc-plugin-mosaic',
    '<%= config.bin %> plugins install aigc-plugin-mosaic@1.2.0 --allow-list studio-plugins.txt',
    '<%= config.bin %> plugins install ./aigc-plugin-mosaic-1.2.0.tgz',
    '<%= config.bin %> plugins install --lock plugins.lock.json --allow-list studio-plugins.txt',
  ];
  static override args = { plugin: Args.string({ description: 'NAME, NAME@VERSION, folder or .tgz' }) };
  static override flags = {
    lock: Flags.string({ description: 'Make the set that `plugins lock` wrote', env: 'AIGC_PLUGIN_LOCK', helpValue: 'FILE' }),
    ...installFlags,
  };

  async run(): Promise<PlanReport> {
    const { args, flags } = await this.parse(PluginsInstall);
    if ((args.plugin === undefined) === (flags.lock === undefined)) {
      throw new UsageError('E-CLI-002', 'plugins install: give either a plugin or --lock FILE', {
        hints: ['see `aigc plugins install --help`'],
      });
    }
    const { installPlugins } = await import('../../plugins/change/install-plugins.js');
    const sources: PluginSource[] = [];
    if (args.plugin !== undefined) {
      const { pluginSource } = await import('../../plugins/source/plugin-source.js');
      sources.push(await pluginSource(args.plugin, this.io.cwd));
    }
    const report = await installPlugins(
      flags.lock === undefined ? { kind: 'add', sources, allowNew: flags['allow-new'] } : { kind: 'lock', file: flags.lock },
      flags,
      { config: this.config, io: this.io },
    );
    if (!report.isInstalled) this.log('nothing was installed');
    for (const { name, version } of report.isInstalled ? report.plugins : []) this.log(`installed ${name} ${version}`);
    return report;
  }
}
