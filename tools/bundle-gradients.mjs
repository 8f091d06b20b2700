// tfjs-core's gradients are published only as ES modules that Node cannot load as they are (no extensions in their imports).
// Bundled, they register themselves in the registry that all copies of tfjs-core in a process share.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const core = dirname(createRequire(join(process.cwd(), 'package.json')).resolve('@tensorflow/tfjs-core/package.json'));
await build({
  entryPoints: [join(core, 'dist', 'register_all_gradients.js')],
  outfile: join('dist', 'tfjs-gradients.js'),
  bundle: true,
  format: 'esm',
  platform: 'node',
  minifySyntax: true,
  legalComments: 'eof',
  external: ['node-fetch', 'util', 'string_decoder'],
  logLevel: 'error',
});
