// Writes FEATURES.md from the tables of cases that the tests run. The tables are TypeScript: esbuild joins them into one module.
import { rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bundled = join(root, 'dist', 'feature-table.mjs');
await build({
  entryPoints: [join(root, 'src', 'lower', 'testing', 'feature-table.ts')],
  outfile: bundled,
  bundle: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
  logLevel: 'error',
});
const { featureTable } = await import(pathToFileURL(bundled).href);
await rm(bundled);
await writeFile(join(root, 'FEATURES.md'), featureTable());
