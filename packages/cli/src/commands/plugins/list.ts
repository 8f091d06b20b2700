import { BaseCommand, createPalette, hasColor } from '@aigc/cli-kit';
import type { PluginStatus } from '../../plugins/installed/plugin-status.js';

export default class PluginsList extends BaseCommand {
  static override summary = 'List installed plugins: versions, model families, commands, and which are left out and why';
  static override examples = ['<%= config.bin %> plugins list', '<%= config.bin %> plugins list --json'];

  async run(): Promise<{ readonly plugins: readonly PluginStatus[] }> {
    await this.parse(PluginsList);
    const [{ pluginStatus }, { tableLines }, { terminalWidth }] = await Promise.all([
      import('../../plugins/installed/plugin-status.js'),
      import('../../runs/text-table.js'),
      import('../../runs/terminal-width.js'),
    ]);
    const plugins = await pluginStatus(this.config, this.io.env);
    if (plugins.length === 0) this.log('no plugins beside those that come with aigc');
    else {
      const rows = plugins.map(({ name, version, families, commands, problem }) => [
        name,
        version,
        families.join(', ') || '-',
        commands.join(', ') || '-',
        problem === null ? 'ok' : problem.code,
      ]);
      const columns = [{ title: 'PLUGIN' }, { title: 'VERSION' }, { title: 'FAMILIES', rank: 1 }, { title: 'COMMANDS', rank: 2 }];
      const [head = '', ...lines] = tableLines([...columns, { title: 'STATUS' }], rows, terminalWidth(this.io));
      const palette = createPalette(hasColor(this.io.stdout, this.io.env, this.argv));
      for (const line of [palette.dim(head), ...lines]) this.log(line);
    }
    return { plugins };
  }
}
