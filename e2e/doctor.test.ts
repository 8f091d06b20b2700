import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runAigc } from './run-aigc.js';

let cwd = '';
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'aigc-'));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

interface Finding {
  readonly name: string;
  readonly status: string;
  readonly hints: readonly string[];
}
const findingsOf = (stdout: string): Finding[] =>
  JSON.parse(stdout).result.sections.flatMap(({ findings }: { findings: Finding[] }) => findings);

describe('aigc doctor', () => {
  test('shows every device, ffmpeg, disk and plugins of this installation, and that all of it works', async () => {
    const { exitCode, stdout, stderr } = await runAigc(['doctor'], { cwd });

    expect(stderr).toBe('');
    for (const line of [
      /^ {2}ok +node +v\d+/m,
      /^ {2}ok +cpu +.*, \d+ GFLOP\/s$/m,
      /^ {2}ok +ffmpeg +/m,
      /@aigc\/plugin-gan +\d.*API 1/,
    ]) {
      expect(stdout).toMatch(line);
    }
    for (const device of ['webgpu', 'cuda', 'directml', 'coreml', 'wasm', 'tensorflow', 'tfjs'])
      expect(stdout).toMatch(new RegExp(`^ {2}\\S+ +${device} +\\S`, 'm'));
    expect(stdout).toMatch(/\neverything that aigc needs works\n$/);
    expect(exitCode).toBe(0);
  });

  test('is one JSON document under --json', async () => {
    const { exitCode, stdout } = await runAigc(['doctor', '--json'], { cwd });

    expect(JSON.parse(stdout)).toMatchObject({ status: 'ok', result: { isHealthy: true, problemCount: 0 } });
    expect(findingsOf(stdout).find(({ name }) => name === 'cpu')).toMatchObject({
      status: 'ok',
      facts: { gigaflops: expect.any(Number), status: 'ready' },
    });
    expect(exitCode).toBe(0);
  });

  test('ends with 1 and a remedy for each problem', async () => {
    await writeFile(join(cwd, 'aigc.config.yaml'), 'trian: {}\n');
    const env = { AIGC_FFMPEG: join(cwd, 'no-ffmpeg') };
    const text = await runAigc(['doctor'], { cwd, env });
    const json = await runAigc(['doctor', '--json'], { cwd, env });

    expect([text.exitCode, json.exitCode]).toEqual([1, 1]);
    expect(text.stdout).toContain('help: did you mean "train"?');
    expect(text.stdout).toMatch(/\n2 problems, see above\n$/);
    expect(JSON.parse(json.stdout)).toMatchObject({ status: 'problems', result: { isHealthy: false, problemCount: 2 } });
    const problems = findingsOf(json.stdout).filter(({ status }) => status === 'problem');
    expect(problems.map(({ name, hints }) => [name, hints.length > 0])).toEqual([
      ['ffmpeg', true],
      ['file', true],
    ]);
  });
});
