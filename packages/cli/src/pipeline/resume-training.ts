import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Flags that hold for a resumed training too; the others the run keeps from its beginning. */
const KEPT = ['steps', 'budget', 'device', 'threads', 'checkpoint-every', 'sample-every', 'keep-last', 'max-bad'];

/** The words that go on with a training that was stopped; undefined for other commands, or where there is nothing to go on with. */
export async function resumeTraining(argv: readonly string[], output: string): Promise<readonly string[] | undefined> {
  if (argv[0] !== 'train' || !existsSync(join(output, 'run.json'))) return undefined;
  const kept = argv.slice(2).filter((word) => KEPT.some((flag) => word.startsWith(`--${flag}=`)));
  return [...argv.slice(0, 2), `--resume=${output}`, ...kept];
}
