import { execFileSync, spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isProcessAlive } from '@aigc/core';
import { encodePng } from '@aigc/media/image';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { BIN, runAigc } from './run-aigc.js';

const hasTmux = spawnSync('tmux', ['-V']).status === 0;
const onTerminal = hasTmux ? describe : describe.skip;
if (!hasTmux) console.log('skipped: the studio in a real terminal needs tmux');

const SIZE = ['--image-size', '8', '--hidden-size', '16', '--latent-size', '2', '--batch-size', '4', '--device', 'cpu'];
/** Servers of their own, one after another: no settings, no sessions of others, and a new one need not wait until the last is gone. */
let servers = 0;
const server = (): string => `aigc-test-${process.pid}-${servers}`;
/** Loading takes a second; a machine at work takes longer. */
const PATIENCE_MS = 45_000;

let root = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
  const data = join(root, 'data');
  await mkdir(data);
  for (let i = 0; i < 20; i++) {
    const pixels = Uint8Array.from({ length: 64 }, (_, at) => (at * (i + 3) * 7) % 256);
    await writeFile(join(data, `${i}.png`), await encodePng({ width: 8, height: 8, channels: 1, data: pixels }));
  }
  const { exitCode, stderr } = await runAigc([
    'train',
    'vae',
    '--data',
    data,
    '--out',
    join(root, 'runs', 'first'),
    '--steps',
    '6',
    ...SIZE,
  ]);
  if (exitCode !== 0) throw new Error(stderr);
});
afterAll(async () => {
  // a test that failed may have left a training
  const jobs = join(root, 'runs', '.jobs');
  for (const name of (await readdir(jobs).catch(() => [])).filter((file) => file.endsWith('.json'))) {
    const { pid, processStart } = JSON.parse(await readFile(join(jobs, name), 'utf8'));
    if (await isProcessAlive(pid, processStart)) process.kill(pid, 'SIGKILL');
  }
  await rm(root, { recursive: true, force: true });
});

function tmux(...args: string[]): string {
  return execFileSync('tmux', ['-L', server(), '-f', '/dev/null', ...args], { encoding: 'utf8' });
}

/** A shell command on a terminal of its own. */
function onScreen(command: string, columns: number, rows: number): void {
  servers += 1;
  const env = Object.entries(process.env).filter(([name]) => /^(AIGC_|NODE_|FORCE_COLOR|NO_COLOR|CI$)/.test(name));
  const unset = env.map(([name]) => `unset ${name};`).join(' ');
  tmux(
    'new-session',
    '-d',
    '-s',
    'aigc',
    '-x',
    String(columns),
    '-y',
    String(rows),
    '-c',
    root,
    `${unset} export XDG_CACHE_HOME='${join(root, 'cache')}'; ${command}; exec sleep 600`,
  );
}

const screenText = (): string => tmux('capture-pane', '-p', '-t', 'aigc');
const press = (...keys: string[]): string => tmux('send-keys', '-t', 'aigc', ...keys);

/** Waits until the screen shows what is looked for, and gives all of it. */
async function seen(pattern: RegExp): Promise<string> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const text = screenText();
    if (pattern.test(text)) return text;
    if (Date.now() > end) throw new Error(`${pattern} is not on the screen:\n${text}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

describe('the studio without a terminal', () => {
  test.each([[['studio']], [['runs', 'watch']]])('%j is refused with what to do instead', async (args) => {
    const { exitCode, stdout, stderr } = await runAigc(args, { cwd: root });

    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^error\[E-CLI-022\]: this view needs a terminal\n(.*\n)*help: .*`aigc runs list --json`/);
  });

  test('aigc alone prints its help', async () => {
    const { exitCode, stdout } = await runAigc([], { cwd: root });

    expect(exitCode).toBe(0);
    expect(stdout).toContain('COMMANDS');
  });
});

onTerminal('the studio in a terminal', () => {
  const aigc = `'${process.execPath}' '${BIN}'`;
  afterEach(() => {
    spawnSync('tmux', ['-L', server(), 'kill-server']);
  });

  test('aigc alone opens it; q gives the terminal back', async () => {
    onScreen(`echo before; ${aigc}; echo left with $?`, 80, 24);

    const text = await seen(/▀▀▀/);
    const lines = text.split('\n');
    expect(lines[0]).toMatch(/^runs +1 run, 0 at work$/);
    expect(lines[2]).toMatch(/^> first +6 .* (good|unclear|bad)$/);
    expect(lines[23]).toBe('q leave  ↑↓ run  ⏎ look  n new  g generate  o report  c stop  r go on  l log');
    press('q');

    expect(await seen(/left with 0/)).toMatch(/^before\nleft with 0\n/);
  }, 120_000);

  test('trains from a form, is left while the training goes on, finds it again and stops it', async () => {
    onScreen(`${aigc} studio; echo left with $?`, 80, 24);
    await seen(/> first/);
    press('n');
    await seen(/> diffusion/);
    press('Down', 'Down', 'Down', 'Enter');
    await seen(/new training: vae/);
    press('data', 'Down', 'Right', 'Right', 'Left', 'Down', '1000000', 'Enter');
    await seen(/1 at work/);
    await seen(/> vae-[\d-]+ +[\d,]+ .* training/);
    press('C-c');
    await seen(/One job is at work\. It goes on when the studio is left/);
    press('C-c');
    await seen(/left with 0/);
    const [name = ''] = (await readdir(join(root, 'runs'))).filter((entry) => entry.startsWith('vae-'));
    expect(await readFile(join(root, 'runs', '.jobs', `${name}.log`), 'utf8')).toContain(`run         runs/${name}`);
    tmux('kill-server');

    onScreen(`${aigc} studio; echo left with $?`, 40, 12);
    expect(await seen(/> \S+ +[\d,]+ .*training/)).toContain('q leave  ↑↓ run  ⏎ look  n new\ng generate  o report');
    press('c');
    await seen(/^stop vae-/m);
    press('y');
    await seen(/0 at work/);
    press('q');
    await seen(/left with 0/);
    const shown = await runAigc(['runs', 'list', join(root, 'runs'), '--json']);
    const { runs } = JSON.parse(shown.stdout).result;
    expect(runs.find((run: { name: string }) => run.name === name).step).toBeGreaterThan(0);
  }, 240_000);

  test('generates and shows the sheet; writes the report', async () => {
    onScreen(`${aigc} studio`, 80, 24);
    await seen(/ first/);
    press('Down', 'Down');
    await seen(/> first/);
    press('g');
    await seen(/generate with first/);
    press('Enter');
    await seen(/drawn: runs\/first\/generated\/grid\.png/);
    await seen(/▀▀▀/);
    press('q', 'o');
    await seen(/: runs\/first\/report\.html/);
    expect(await readFile(join(root, 'runs', 'first', 'report.html'), 'utf8')).toContain('<title>');
  }, 240_000);

  test('runs a pipeline under live rows, and shows it in the studio with its jobs and logs; goes on with it', async () => {
    await writeFile(
      join(root, 'day.yaml'),
      `pipeline: 1
steps:
  draw: { command: generate, args: [runs/first], flags: { seeds: "\${matrix.seed}" }, matrix: { seed: [0, 1] } }
  broken: { command: cg material, args: [day.yaml] }
`,
    );
    onScreen(`${aigc} run day.yaml; echo ended with $?`, 80, 24);
    const live = await seen(/^draw\[seed=\d\] +\d+s.*\n\d\/3 done {2}1 running.*\nCtrl-C saves and stops$/m);
    expect(live).toMatch(/^3 jobs, 0 of them done before$/m);
    const ended = await seen(/ended with 50/);
    expect(ended).toMatch(/^done +draw\[seed=1\] +\.aigc\/results\//m);
    expect(ended).toMatch(/^failed +broken {2}cannot decode/m);
    expect(ended).not.toContain('Ctrl-C saves');
    tmux('kill-server');

    onScreen(`${aigc}; echo left with $?`, 40, 12);
    await seen(/p pipelines/);
    press('p');
    await seen(/^> day +2\/3 +- failed$/m);
    press('Enter');
    expect(await seen(/^> broken +failed/m)).toMatch(/^ {2}draw\[seed=0\] done/m);
    press('Enter');
    await seen(/^error\[E-/m);
    press('q', 'q', 'r');
    await seen(/pipeline day has ended; some of it/);
    press('n');
    await seen(/^> file/m);
    press('da', 'Tab', 'Tab');
    await seen(/^data\/ +day\.yaml/m);
    press('y', 'Tab', 'Down', 'no=way', 'Enter');
    await seen(/pipeline day: error/);
    press('q', 'q');
    await seen(/left with 0/);
  }, 240_000);

  test('watches one run in characters where there is no colour', async () => {
    await cp(join(root, 'runs', 'first'), join(root, 'one'), { recursive: true });
    onScreen(`NO_COLOR=1 ${aigc} runs watch one; echo left with $?`, 80, 24);

    const text = await seen(/[.:=+*#%@-]{8}/);
    expect(text).toContain('samples of step 6  (1 of 1)');
    expect(tmux('capture-pane', '-e', '-p', '-t', 'aigc')).not.toContain('\u001b');
    expect(text).toMatch(/^q back {2}←→ samples {2}↑↓ run {2}l log$/m);
    press('q', 'q');
    await seen(/left with 0/);
  }, 120_000);
});
