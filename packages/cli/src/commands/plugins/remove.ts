import { BaseCommand } from '@aigc/cli-kit';
import { Args } from '@oclif/core';

export default class PluginsRemove extends BaseCommand {
  static override summary = 'Remove a plugin and what only it needed';
  static override description =
    'Needs no network. Runs that were trained with it are kept, and can be drawn from once it is installed again.';
  static override examples = ['<%= config.bin %> plugins remove aigc-plugin-mosaic'];
  static override args = { plugin: Args.string({ required: true, description: 'Its name' }) };

  async run(): Promise<{ readonly removed: readonly string[] }> {
    const { args } = await this.parse(PluginsRemove);
    const [{ removePlugins }, { pluginsHome }] = await Promise.all([
      import('../../plugins/change/remove-plugins.js'),
      import('../../plugins/installed/plugin-store.js'),
    ]);
    await removePlugins([args.plugin], pluginsHome(this.io.env), this.config);
    this.log(`removed ${args.plugin}`);
    return { removed: [args.plugin] };
  }
}
