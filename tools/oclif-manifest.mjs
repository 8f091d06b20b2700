// Writes oclif.manifest.json beside a plugin's package.json, so that `--help` need not import its commands.
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = resolve(process.argv[2] ?? '.');
const require = createRequire(join(root, 'package.json'));
const { Plugin } = await import(pathToFileURL(require.resolve('@oclif/core')).href);

const plugin = new Plugin({ root, type: 'core', ignoreManifest: true, errorOnManifestCreate: true });
await plugin.load();
// oclif lists files as the disk answers; the same code must build to the same bytes.
const commands = Object.fromEntries(Object.entries(plugin.manifest.commands).sort(([a], [b]) => (a < b ? -1 : 1)));
await writeFile(join(root, 'oclif.manifest.json'), `${JSON.stringify({ ...plugin.manifest, commands }, null, 2)}\n`);
// A command may import a native module whose threads would keep this process alive.
process.exit(0);
