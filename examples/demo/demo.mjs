// `npm run demo`: the main job on real images, with the commands a user would type. Everything lands in demo-out/.
import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { rasteriseIcons } from './rasterise-icons.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const OUT = join(ROOT, 'demo-out');
const AIGC = join(ROOT, 'packages', 'cli', 'bin', 'run.js');
const ICON_SIDE = 64;
const BUDGET = process.env.AIGC_DEMO_BUDGET ?? '120s';

/** Runs one aigc command, its progress on this terminal, and returns what it printed on stdout. */
async function aigc(...args) {
  console.error(`\n$ aigc ${args.join(' ')}`);
  const child = spawn(process.execPath, [AIGC, ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  for await (const chunk of child.stdout) {
    output += chunk;
    process.stderr.write(chunk);
  }
  const status = await new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(child.exitCode);
    else child.once('close', resolve);
  });
  if (status !== 0) {
    console.error(`demo: aigc ${args[0]} ended with status ${status}`);
    process.exit(status ?? 1);
  }
  return output;
}

/** The sample that stands out most from its ground: the widest spread of grey values. */
async function boldest(files) {
  const spread = await Promise.all(files.map(async (file) => (await sharp(file).stats()).channels[0].stdev));
  return files[spread.indexOf(Math.max(...spread))];
}

const path = (...parts) => relative(ROOT, join(OUT, ...parts));
const started = performance.now();
await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });

console.error('Rasterising the game icons (https://game-icons.net, CC BY 3.0) ...');
const count = await rasteriseIcons(join(OUT, 'icons'), ICON_SIDE);
console.error(`${count} icons in ${path('icons')}`);

const trainStarted = performance.now();
// Two minutes are too short to learn the icons by heart: no augmentation against that, for twice the steps.
const budget = ['--budget', BUDGET, '--no-augment-discriminator'];
await aigc('train', 'gan', '--data', path('icons'), '--out', path('run'), '--seed', '1', ...budget);
const trainSeconds = (performance.now() - trainStarted) / 1000;
await aigc('generate', path('run'), '--seeds', '0-15', '--grid', '--out', path('samples'));
const samples = (await readdir(join(OUT, 'samples'))).filter((name) => /^seed-\d+\.png$/.test(name)).sort();
const chosen = await boldest(samples.map((name) => join(OUT, 'samples', name)));
const bronze = ['--color', 'b08d57', '--metallic', '1', '--roughness', '0.35'];
await aigc('cg', 'material', relative(ROOT, chosen), '--out', path('material'), '--size', '512', ...bronze);
await aigc('cg', 'mesh', path('material'), '--shape', 'relief', '--depth', '0.05', '--out', path('medallion.glb'));
await aigc('cg', 'video', path('medallion.glb'), '--out', path('turntable.mp4'));

const run = JSON.parse(await readFile(join(OUT, 'run', 'run.json'), 'utf8'));
const lastMetrics = JSON.parse((await readFile(join(OUT, 'run', 'metrics.jsonl'), 'utf8')).trimEnd().split('\n').at(-1));
const material = JSON.parse(await readFile(join(OUT, 'material', 'material.json'), 'utf8'));
const summary = {
  samples: samples.map((name) => path('samples', name)),
  material: Object.fromEntries(Object.entries(material.maps).map(([name, map]) => [name, path('material', map.file)])),
  mesh: path('medallion.glb'),
  video: path('turntable.mp4'),
  train: {
    steps: lastMetrics.step,
    seconds: Math.round(trainSeconds),
    images_per_second: lastMetrics.itemsPerSecond,
    device: run.environment.device,
  },
  seconds: Math.round((performance.now() - started) / 1000),
};
await writeFile(join(OUT, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
console.log(`
Done in ${summary.seconds} s. Open:
  ${path('samples', 'grid.png')}      what the model draws after ${summary.train.seconds} s of training
  ${path('material')}/              a PBR material made from ${relative(OUT, chosen)}
  ${summary.mesh}         the relief, in Blender or any glTF viewer
  ${summary.video}        its turntable`);
