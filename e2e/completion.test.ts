import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { runAigc } from './run-aigc.js';

const has = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;

/** What bash offers for the last of some words. */
async function offered(...words: string[]): Promise<string[]> {
  const { stdout: script } = await runAigc(['completion', 'bash']);
  const ask = `COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _aigc; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = spawnSync('bash', ['-c', `${script}\n${ask}`, 'bash', ...words], { encoding: 'utf8', cwd: '/' });
  return stdout.trim().split('\n');
}

const testBash = has('bash') ? test : test.skip;
if (!has('bash')) process.stderr.write('skipped: completion in bash needs bash\n');

const testFish = has('fish') ? test : test.skip;
if (!has('fish')) process.stderr.write('skipped: completion in fish needs fish\n');

describe('aigc completion', () => {
  testBash('completes commands word by word, then their flags, then values', async () => {
    expect(await offered('aigc', 'gen')).toEqual(['generate']);
    expect(await offered('aigc', 'train', 'g')).toEqual(['gan']);
    expect(await offered('aigc', 'train', 'gan', '--dev')).toEqual(['--device']);
    expect(await offered('aigc', 'train', 'gan', '--device', 'web')).toEqual(['webgpu']);
    expect(await offered('aigc', '/us')).toEqual(['/usr']);
  });

  test('writes a script for zsh that the shell can parse', async () => {
    const { stdout, exitCode } = await runAigc(['completion', 'zsh']);

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^#compdef aigc\n/);
    if (has('zsh')) expect(spawnSync('zsh', ['-n'], { input: stdout }).status).toBe(0);
  });

  testFish('completes in fish as well', async () => {
    const { stdout: script } = await runAigc(['completion', 'fish']);
    const offers = (words: string): string[] => {
      const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', `${script}\ncomplete -C '${words}'`], {
        encoding: 'utf8',
        cwd: '/',
      });
      expect(stderr).toBe('');
      return stdout.split('\n').map((line) => line.split('\t')[0] as string);
    };

    expect(offers('aigc gen')).toContain('generate');
    expect(offers('aigc train g')).toContain('gan');
    expect(offers('aigc train gan --dev')).toContain('--device');
    expect(offers('aigc train gan --device web')).toContain('webgpu');
  });

  test('names the shells it knows', async () => {
    const { stderr, exitCode } = await runAigc(['completion', 'tcsh']);

    expect(stderr).toMatch(/bash, zsh, fish/);
    expect(exitCode).toBe(2);
  });
});
