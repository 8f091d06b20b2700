// Checks the shape of the source: layers and cycles (dependency-cruiser, on the built code), file sizes and file names.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

const MAX_LINES = 300;
const BANNED = /^(utils?|misc|helpers?|common)\.tsx?$/;

const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'packages/*/src', 'bench/src'], { encoding: 'utf8' })
  .split('\n')
  .filter((path) => /\.tsx?$/.test(path));
const problems = [];
for (const path of files) {
  const lines = readFileSync(path, 'utf8').split('\n').length - 1;
  if (lines > MAX_LINES && !/\.test\.tsx?$/.test(path)) problems.push(`${path}: ${lines} lines; the limit is ${MAX_LINES}`);
  if (BANNED.test(basename(path))) problems.push(`${path}: name a file after what it does`);
}
for (const problem of problems) console.error(problem);

const packages = [
  'plugin-api',
  'engine',
  'nn',
  'media',
  'core',
  'pipeline',
  'cli-kit',
  'plugin-gan',
  'plugin-vae',
  'plugin-diffusion',
  'plugin-text',
  'plugin-cg',
  'cli',
];
try {
  const args = [
    'tools/run.mjs',
    'depcruise',
    '--config',
    'tools/dependency-cruiser.config.mjs',
    ...packages.map((name) => `packages/${name}/dist`),
  ];
  execFileSync(process.execPath, args, { stdio: 'inherit' });
} catch {
  problems.push('dependency rules');
}
process.exit(problems.length === 0 ? 0 : 1);
