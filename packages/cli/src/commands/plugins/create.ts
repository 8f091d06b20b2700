import { BaseCommand, displayPath } from '@aigc/cli-kit';
import { Args, Flags } from '@oclif/core';
import type { CreatedPlugin } from '../../plugins/create/create-plugin.js';

export default class PluginsCreate extends BaseCommand {
  static override summary = 'Write a new model plugin that trains, draws and tests as it is';
  static override description =
    'JavaScript with types in comments: what you read is what runs, there is nothing to compile. It has one small model to replace.';
  static override examples = [
    '<%= config.bin %> plugins create aigc-plugin-mosaic',
    '<%= config.bin %> plugins create @studio/aigc-plugin-mosaic --out plugins/mosaic',
  ];
  static override args = {
    name: Args.string({ required: true, description: 'Name of the package; aigc-plugin-mosaic has the family mosaic' }),
  };
  static override flags = {
    out: Flags.string({ description: 'Folder for it [default: its name]', env: 'AIGC_OUT', helpValue: 'DIR' }),
  };

  async run(): Promise<CreatedPlugin> {
    const { args, flags } = await this.parse(PluginsCreate);
    const [{ resolve }, { createPlugin }] = await Promise.all([
      import('node:path'),
      import('../../plugins/create/create-plugin.js'),
    ]);
    const folder = resolve(this.io.cwd, flags.out ?? (args.name.split('/').at(-1) as string));
    const created = await createPlugin(args.name, folder, this.config.root);
    const shown = displayPath(folder, this.io.cwd);
    for (const file of created.files) this.log(`${shown}/${file}`);
    this.io.stderr.write(`next: cd ${shown}; aigc plugins build .; npm test; aigc plugins install .\n`);
    return created;
  }
}
