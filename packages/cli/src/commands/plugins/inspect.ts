import { BaseCommand } from '@aigc/cli-kit';
import { Args } from '@oclif/core';
import { installFlags } from '../../plugins/change/install-flags.js';
import type { PlanReport, PluginReport } from '../../plugins/change/plan-facts.js';

export default class PluginsInspect extends BaseCommand {
  static override summary = 'Show what is in a plugin, installed or not, with the lines for an allow-list; installs nothing';
  static override examples = [
    '<%= config.bin %> plugins inspect aigc-plugin-mosaic',
    '<%= config.bin %> plugins inspect ./aigc-plugin-mosaic-1.2.0.tgz --json',
  ];
  static override args = { plugin: Args.string({ required: true, description: 'NAME, NAME@VERSION, folder or .tgz' }) };
  static override flags = { 'allow-new': installFlags['allow-new'], registry: installFlags.registry };

  async run(): Promise<PlanReport | PluginReport> {
    const { args, flags } = await this.parse(PluginsInspect);
    const [{ pluginRoot, pluginsHome, readPluginStore }, { pluginReport, planReport }, { planLines, pluginLines }] =
      await Promise.all([
        import('../../plugins/installed/plugin-store.js'),
        import('../../plugins/change/plan-facts.js'),
        import('../../plugins/change/plan-lines.js'),
      ]);
    const home = pluginsHome(this.io.env);
    const now = this.io.today();
    const { set, plugins } = await readPluginStore(home);
    const record = plugins.find(({ name }) => name === args.plugin);
    if (record !== undefined) {
      const { readPluginFacts } = await import('../../plugins/installed/plugin-facts.js');
      const facts = await readPluginFacts(pluginRoot(home, set, record.name));
      for (const line of [`${record.name} ${record.version} (installed)`, ...pluginLines(record, facts, now)]) this.log(line);
      return pluginReport(record, facts, now);
    }
    const [{ pluginSource }, { changePlugins }] = await Promise.all([
      import('../../plugins/source/plugin-source.js'),
      import('../../plugins/change/change-plugins.js'),
    ]);
    const wish = {
      kind: 'add',
      sources: [await pluginSource(args.plugin, this.io.cwd)],
      allowNew: flags['allow-new'],
    } as const;
    const context = { home, config: this.config, registry: flags.registry, now, allow: async () => false };
    const { plan } = await changePlugins(wish, context);
    const report = planReport(plan, false, now);
    for (const line of [...planLines(plan, now), '', 'lines for an allow-list:', ...report.allowList]) this.log(line);
    return report;
  }
}
