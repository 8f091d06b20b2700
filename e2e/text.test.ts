// The family `text` as a person uses it: train, write, judge, save.
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { runAigc } from './run-aigc.js';

const TINY = ['--layers', '1', '--heads', '1', '--width', '16', '--context-length', '16', '--positions', 'learned'];

let cwd = '';
let trained: Awaited<ReturnType<typeof runAigc>>;

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'aigc-'));
  await writeFile(
    join(cwd, 'plays.txt'),
    'ROMEO: o, she doth teach the torches to burn bright!\nJULIET: good pilgrim.\n'.repeat(60),
  );
  await writeFile(join(cwd, 'prompts.csv'), 'id,prompt\n1,ROMEO:\n2,"JULIET:"\n');
  trained = await runAigc(['train', 'text', '--data', 'plays.txt', '--out', 'run', '--steps', '3', ...TINY, '--json'], { cwd });
});

const json = (text: string) => JSON.parse(text) as { result: { [name: string]: unknown } };

describe('aigc on text', () => {
  test('trains, validates and keeps the tokenizer', async () => {
    expect(trained.exitCode).toBe(0);
    const events = trained.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string });
    expect(events.map(({ type }) => type)).toContain('validation-end');
    expect(events.at(-1)).toMatchObject({ type: 'run-end', step: 3, itemUnit: 'tokens' });
    expect(JSON.parse(await readFile(join(cwd, 'run', 'tokenizer.json'), 'utf8'))).toMatchObject({ model: { type: 'BPE' } });
  });

  test('writes samples while it trains, the same from the same seed', async () => {
    const samples = (run: string) => readFile(join(cwd, run, 'samples', 'step-000003.txt'), 'utf8');
    const again = await runAigc(['train', 'text', '--data', 'plays.txt', '--out', 'again', '--steps', '3', ...TINY], { cwd });
    const shown = await runAigc(['runs', 'show', 'run'], { cwd });

    expect(again.stdout + again.stderr).toContain(join('again', 'samples', 'step-000003.txt'));
    expect(await samples('again')).toBe(await samples('run'));
    expect((await samples('run')).match(/^--- seed \d ---$/gm)).toEqual([0, 1, 2, 3].map((seed) => `--- seed ${seed} ---`));
    expect(shown.stdout).toContain(join('run', 'samples', 'step-000003.txt'));
  });

  test('writes the same text for the same seed, by the host command too', async () => {
    const args = ['run', '--prompt', 'ROMEO:', '--max-tokens', '30', '--seed', '4'];
    const own = await runAigc(['generate', 'text', ...args, '--json'], { cwd });
    const hosted = await runAigc(['generate', ...args], { cwd });

    const { texts } = json(own.stdout).result as { texts: { text: string; tokens: number }[] };
    expect(hosted.exitCode).toBe(0);
    expect(hosted.stdout).toBe(`ROMEO:${texts[0]?.text}\n`);
    expect(texts[0]?.tokens).toBe(30);
  });

  test('goes on with each prompt of a file', async () => {
    const { exitCode } = await runAigc(
      ['generate', 'text', 'run', '--batch', 'prompts.csv', '--out', 'out.jsonl', '--max-tokens', '5'],
      { cwd },
    );

    expect(exitCode).toBe(0);
    const rows = (await readFile(join(cwd, 'out.jsonl'), 'utf8')).trim().split('\n');
    expect(rows.map((row) => (JSON.parse(row) as { id: string }).id)).toEqual(['1', '2']);
  });

  test('names a symbol that the model never saw', async () => {
    const { exitCode, stderr } = await runAigc(['generate', 'text', 'run', '--prompt', 'ROMEO€'], { cwd });

    expect(exitCode).toBe(10);
    expect(stderr).toContain('error[E-DATA-040]: the tokenizer does not know the symbol "€" (U+20AC)');
  });

  test('judges a run', async () => {
    const { exitCode, stdout } = await runAigc(['evaluate', 'text', 'run', '--samples', '2', '--max-tokens', '20', '--json'], {
      cwd,
    });

    expect(exitCode).toBe(0);
    const { validation } = json(stdout).result as { validation: { natsPerToken: number; bitsPerCharacter: number } };
    // characters are tokens
    expect(validation.bitsPerCharacter).toBeCloseTo(validation.natsPerToken / Math.LN2, 6);
  });

  test('saves a GPT-2 folder that it writes with, and goes on from', async () => {
    const saved = await runAigc(['text', 'save', 'run', '--out', 'gpt2'], { cwd });
    const args = ['--prompt', 'JULIET:', '--max-tokens', '20'];
    const [before, after] = [
      await runAigc(['generate', 'text', 'run', ...args], { cwd }),
      await runAigc(['generate', 'text', 'gpt2', ...args], { cwd }),
    ];
    const tuning = ['--data', 'plays.txt', '--out', 'tuned', '--steps', '2', '--from-pretrained', 'gpt2', '--lora-rank', '2'];
    const tuned = await runAigc(['train', 'text', ...tuning], { cwd });

    expect(saved.exitCode).toBe(0);
    expect(['config.json', 'model.safetensors', 'tokenizer.json'].every((name) => existsSync(join(cwd, 'gpt2', name)))).toBe(
      true,
    );
    expect(after.stdout).toBe(before.stdout);
    expect(tuned.exitCode).toBe(0);
  });
});
