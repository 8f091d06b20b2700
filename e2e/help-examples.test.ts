import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodePng } from '@aigc/media/image';
import { tinyImage, writeTinyImages } from '@aigc/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Command, Config, Parser } from '@oclif/core';
import { type Finished, runAigc } from './run-aigc.js';

/** Long trainings, other people's packages and screens: their words are checked, the commands are run by other tests. */
const NOT_RUN = /^(train|plugins|studio|run|runs:watch|text|cg|gan|vae:binarise)(:|$)/;
/** What examples read that this test has not made: other families, archives, extractors. */
const NEEDS_MORE =
  /diffusion|gan|text|inception|scans|\.(gz|zip)|onnx|--samples 5000|prior mixture|--against prepared|doctor|rm runs\/icons$/;
const SMALL = ['--image-size', '8', '--hidden-size', '16', '--latent-size', '2', '--batch-size', '4', '--device', 'cpu'];

const config = await Config.load({ root: join(import.meta.dirname, '..', 'packages', 'cli'), userPlugins: false });
const commands = config.commands.filter(({ hidden }) => hidden !== true);
const examples = commands.flatMap((command) =>
  examplesOf(command).map((example): [string, Command.Loadable] => [example, command]),
);

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
  await writeTinyImages(join(root, 'digits'), 20, { size: 8, channels: 1 });
  await writeTinyImages(join(root, 'icons'), 20, { size: 16 });
  await writeTinyImages(join(root, 'photos'), 4, { size: 80 });
  await mkdir(join(root, 'experiments'));
  for (const name of ['runs/digits', 'runs/icons', 'runs/a', 'runs/b', 'runs/c', 'experiments/first']) {
    const { exitCode, stderr } = await run(['train', 'vae', '--data', 'digits', '--out', name, '--steps', '2', ...SMALL]);
    if (exitCode !== 0) throw new Error(stderr);
  }
  const [three, eight] = [tinyImage(3, { size: 8, channels: 1 }), tinyImage(8, { size: 8, channels: 1 })];
  await writeFile(join(root, 'three.png'), await encodePng(three));
  await writeFile(join(root, 'eight.png'), await encodePng(eight));
}, 120_000);
afterAll(() => rm(root, { recursive: true, force: true }));

describe('examples in help', () => {
  test.each(commands.map(({ id }) => [id]))('%s has some', (id) => {
    const command = config.findCommand(id, { must: true });

    expect(examplesOf(command).length).toBeGreaterThan(0);
  });

  test.each(examples)('%s: its flags and arguments are those of the command', async (example, command) => {
    const { flags, args, strict, baseFlags } = await command.load();

    for (const words of commandLines(example)) {
      const own = words.slice(command.id.split(':').length);
      if (words.slice(0, 2).join(':') !== command.id && words[0] !== command.id) continue;
      await expect(Parser.parse(own, { flags: { ...baseFlags, ...flags }, args, strict } as never)).resolves.toBeDefined();
    }
  });

  const runnable = examples.filter(([example, { id }]) => !NOT_RUN.test(id) && !NEEDS_MORE.test(example)).sort(byNeed);
  test.each(runnable.map(([example]) => [example]))('%s: runs', async (example) => {
    for (const words of commandLines(example)) {
      const { exitCode, stderr } = await run(words);
      expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
    }
  });
});

function run(words: readonly string[]): Promise<Finished> {
  return runAigc(words, { cwd: root, env: { HOME: root, AIGC_HOME: join(root, 'home'), AIGC_NO_INPUT: '1' } });
}

/** Deletions last. */
function byNeed([, one]: [string, Command.Loadable], [, other]: [string, Command.Loadable]): number {
  return Number(one.id === 'runs:rm') - Number(other.id === 'runs:rm');
}

function examplesOf({ examples: given = [] }: Command.Loadable): string[] {
  return given.map((example) =>
    (typeof example === 'string' ? example : example.command).replaceAll('<%= config.bin %>', 'aigc'),
  );
}

/** The words of each command of an example, without `aigc`, quotes and what the shell does with the output. */
function commandLines(example: string): string[][] {
  return example.split(' && ').map((line) => {
    const words = [...line.replace(/ > \S+$/, '').matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)];
    return words.map(([, double, single, bare]) => double ?? single ?? (bare as string)).slice(1);
  });
}
