import { BaseCommand, displayPath } from '@aigc/cli-kit';
import { Flags } from '@oclif/core';

export default class PluginsLock extends BaseCommand {
  static override summary = 'Write the set of plugins as one file, to make the same set elsewhere';
  static override description =
    'The file has the version and sha512 of every package, and the archives that came from files. `plugins install --lock FILE` makes the set.';
  static override examples = ['<%= config.bin %> plugins lock --out plugins.lock.json'];
  static override flags = {
    out: Flags.string({ required: true, description: 'The file to write', env: 'AIGC_OUT', helpValue: 'FILE' }),
  };

  async run(): Promise<{ readonly path: string; readonly plugins: readonly string[] }> {
    const { flags } = await this.parse(PluginsLock);
    const [{ resolve }, { writeSetLock }, { pluginsHome, readPluginStore }] = await Promise.all([
      import('node:path'),
      import('../../plugins/change/set-lock.js'),
      import('../../plugins/installed/plugin-store.js'),
    ]);
    const home = pluginsHome(this.io.env);
    const store = await readPluginStore(home);
    const path = resolve(this.io.cwd, flags.out);
    await writeSetLock(home, store, path);
    this.log(displayPath(path, this.io.cwd));
    return { path, plugins: store.plugins.map(({ name, version }) => `${name}@${version}`) };
  }
}
