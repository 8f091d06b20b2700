import { BaseCommand } from '@aigc/cli-kit';
import { Args } from '@oclif/core';
import type { PluginFacts } from '../../plugins/installed/plugin-facts.js';

export default class PluginsBuild extends BaseCommand {
  static override summary = "Make a plugin of yours ready: link aigc's packages, write oclif.manifest.json";
  static override description =
    'For authors, before testing and packing. Imports the commands of the plugin, and says what would be refused when it is installed.';
  static override examples = ['<%= config.bin %> plugins build .', '<%= config.bin %> plugins build plugins/mosaic'];
  static override args = { folder: Args.string({ default: '.', description: 'Folder of the plugin' }) };

  async run(): Promise<PluginFacts> {
    const { args } = await this.parse(PluginsBuild);
    const [{ resolve }, { buildPlugin }] = await Promise.all([
      import('node:path'),
      import('../../plugins/create/build-plugin.js'),
    ]);
    const facts = await buildPlugin(resolve(this.io.cwd, args.folder), this.config);
    this.log(`${facts.name} ${facts.version}: ${facts.commandIds.map((id) => id.replaceAll(':', ' ')).join(', ')}`);
    return facts;
  }
}
