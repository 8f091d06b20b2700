// The program that the fault tests kill, stop and starve: it trains a tiny model, or goes on with its run.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

const [CORE, TESTKIT] = ['@aigc/core', '@aigc/testkit'].map((name) => import.meta.resolve(name));

const PROGRAM = `
  import { existsSync } from 'node:fs';
  import { trainModel } from '${CORE}';
  import * as testkit from '${TESTKIT}';
  const [modelName, dataPath, runFolder, steps, checkpointEvery] = process.argv.slice(1);
  const stop = new AbortController();
  let received;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => { received = signal; stop.abort(); });
  const isResumed = existsSync(runFolder + '/run.json');
  try {
    const limits = { steps: Number(steps), checkpointEvery: Number(checkpointEvery), validateEvery: 50 };
    let isFirst = true;
    const options = { family: 'test', model: testkit[modelName], settings: {}, dataPath, runFolder, isResumed, signal: stop.signal, ...limits };
    for await (const event of trainModel(options)) {
      if (event.type !== 'step-end' || !isFirst) continue;
      isFirst = false;
      process.stdout.write('training\\n');
    }
    process.exitCode = received === undefined ? 0 : { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[received];
  } catch (error) {
    process.stdout.write(JSON.stringify({ code: error.code, message: error.message }) + '\\n');
    process.exitCode = error.exitCode ?? 70;
  }
`;

/** What to train. */
export interface TinyTraining {
  readonly model: 'tinyGan' | 'tinyAutoencoder';
  readonly data: string;
  readonly run: string;
  readonly steps: number;
  readonly checkpointEvery: number;
}

/** Starts training in a process of its own; it prints `training` after its first step, or the error that ended it. */
export function startTraining(
  { model, data, run, steps, checkpointEvery }: TinyTraining,
  wrapper: readonly string[] = [],
): ChildProcess {
  const command = [...wrapper, process.execPath, '--input-type=module', '-e', PROGRAM];
  const args = [model, data, run, String(steps), String(checkpointEvery)];
  return spawn(command[0] as string, [...command.slice(1), ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
}

/** The first line a training prints; empty when it ends without one. */
export async function firstLine(child: ChildProcess): Promise<string> {
  const [line] = await Promise.race([once(child.stdout as NodeJS.ReadableStream, 'data'), once(child, 'close').then(() => [''])]);
  return String(line).trim();
}

/** The exit code of a training, or its signal. */
export async function ended(child: ChildProcess): Promise<number | string | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
  return child.exitCode ?? child.signalCode;
}
