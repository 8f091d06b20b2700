// A stand-in for the tool in tests of the engine: its commands write files in milliseconds, and note each run in a list.
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const [command, ...words] = process.argv.slice(2).filter((word) => word !== '--json');
const flags = Object.fromEntries(words.filter((word) => word.startsWith('--')).map((word) => word.slice(2).split('=')));
const args = words.filter((word) => !word.startsWith('--'));
const out = flags.out ?? flags.resume;

/** One line for each time that a command did its work. */
const note = (line) => appendFileSync(process.env.TOOL_RUNS, `${line}\n`);

/** How far it is, for those who watch. */
const tell = (event) => appendFileSync(process.env.AIGC_EVENTS_FILE, `${JSON.stringify(event)}\n`);

if (command === 'write') {
  tell({ type: 'progress', stage: 'waiting', done: 1, total: 2 });
  await sleep(Number(flags.wait ?? 0));
  writeFileSync(out, flags.text ?? '');
  note(`write ${flags.text}`);
} else if (command === 'join') {
  writeFileSync(out, args.map((path) => readFileSync(path, 'utf8')).join('+'));
  note(`join ${args.length}`);
} else if (command === 'fail') {
  note('fail');
  console.log(JSON.stringify({ status: 'error', error: { message: 'it cannot be done' } }));
  process.exit(1);
} else if (command === 'later') {
  process.exit(75);
} else if (command === 'train') {
  // counts to --steps, a step a file, and goes on from where it was killed
  mkdirSync(out, { recursive: true });
  writeFileSync(`${out}/run.json`, '{}');
  tell({ type: 'run-start', totalSteps: Number(flags.steps) });
  for (let step = 1; step <= Number(flags.steps); step++) {
    if (existsSync(`${out}/${step}`)) continue;
    await sleep(10);
    writeFileSync(`${out}/${step}`, '');
    note(`step ${step}`);
    tell({ type: 'step-end', step, etaS: (Number(flags.steps) - step) / 100 });
  }
} else {
  process.exit(2);
}
console.log(JSON.stringify({ status: 'ok', result: { score: Number(flags.score ?? 1), files: [out] } }));
