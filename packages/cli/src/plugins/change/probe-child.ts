// Imports a plugin in a process of its own and says what it exports. Arguments: its name, its folder, the files of its commands.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [name = '', root = '', hasFamilies = '', ...commandFiles] = process.argv.slice(2);
const require = createRequire(join(root, 'package.json'));
try {
  const files = commandFiles.map((file) => join(root, file));
  for (const file of files) {
    const { default: command } = (await import(pathToFileURL(file).href)) as { default?: { run?: unknown } };
    if (typeof command?.run !== 'function') throw new Error(`${file} exports no command`);
  }
  const exported: { plugin?: { apiVersion?: unknown; families?: { family?: unknown }[] } } =
    hasFamilies === 'families' ? await import(pathToFileURL(require.resolve(name)).href) : {};
  const families = exported.plugin?.families?.map(({ family }) => family) ?? [];
  process.send?.({ apiVersion: exported.plugin?.apiVersion, families });
} catch (error) {
  process.send?.({ error: error instanceof Error ? error.message : String(error) });
}
process.disconnect?.();
