import { parseDuration } from '../flags/parse-duration.js';
import { createForm, type Form } from './form/form.js';
import type { FormFlag } from './form/form-field.js';
import type { RunState } from './runs/run-state.js';
import type { Choice } from './studio-state.js';

/** A command as its manifest describes it. */
export interface StudioCommand {
  /** `train gan`. */
  readonly name: string;
  readonly summary: string;
  /** Arguments first. */
  readonly flags: readonly FormFlag[];
}

const TRAIN = ['data', 'model', 'steps', 'budget', 'out', 'seed', 'device'];
const RESUME = ['steps', 'budget', 'device'];
const GENERATE = ['prompt', 'seeds', 'out', 'grid', 'overwrite', 'max-tokens', 'temperature', 'top-k', 'top-p', 'seed', 'count'];
const GENERATE_LAST = ['checkpoint', 'device'];

/** No family is called so: it has a space. */
export const PIPELINE_CHOICE = 'a pipeline';
const RUN = ['file', 'set', 'jobs', 'work'];

/** What can be begun: the families that have a command to train them, and pipelines. */
export function beginnings(commands: readonly StudioCommand[]): Choice[] {
  const families = commands
    .filter(({ name }) => /^train \S+$/.test(name))
    .map(({ name, summary }) => ({ name: name.slice('train '.length), summary }));
  const pipelines = commands.filter(({ name }) => name === 'run').map(({ summary }) => ({ name: PIPELINE_CHOICE, summary }));
  return [...families, ...pipelines];
}

/** The form to run a pipeline; undefined where no command does. */
export function pipelineForm(commands: readonly StudioCommand[]): Form | undefined {
  const command = commands.find(({ name }) => name === 'run');
  if (command === undefined) return undefined;
  return createForm({ title: 'run a pipeline', argv: ['run'], flags: command.flags, first: RUN, required: ['file'] });
}

/** The form of a new training; undefined where no command has the family. */
export function trainForm(commands: readonly StudioCommand[], family: string, out: string): Form | undefined {
  const command = commands.find(({ name }) => name === `train ${family}`);
  if (command === undefined) return undefined;
  const title = `new training: ${family}`;
  const required = ['data'];
  return createForm({
    title,
    argv: ['train', family],
    flags: command.flags,
    first: TRAIN,
    group: 'MODEL',
    required,
    values: { out },
  });
}

/** The form to go on with a run, which keeps its settings. */
export function resumeForm(commands: readonly StudioCommand[], run: RunState): Form | undefined {
  const command = commands.find(({ name }) => name === `train ${run.family}`);
  if (command === undefined) return undefined;
  const argv = ['train', run.family, `--resume=${run.path}`];
  return createForm({ title: `go on with ${run.name}`, argv, flags: command.flags, first: RESUME });
}

/** The form to draw or write with a run, with the settings of its family's sampler. */
export function generateForm(commands: readonly StudioCommand[], run: RunState): Form | undefined {
  const command =
    commands.find(({ name }) => name === `generate ${run.family}`) ?? commands.find(({ name }) => name === 'generate');
  if (command === undefined) return undefined;
  const first = [...GENERATE, ...GENERATE_LAST];
  const values = command.flags.some(({ name }) => name === 'grid') ? { grid: 'yes' } : {};
  const argv = [...command.name.split(' '), run.path];
  return createForm({ title: `generate with ${run.name}`, argv, flags: command.flags, first, group: 'SAMPLER', values });
}

/** The value of a flag in words that a form made. */
export function flagValue(argv: readonly string[], flag: string): string | undefined {
  return argv.find((word) => word.startsWith(`--${flag}=`))?.slice(flag.length + 3);
}

/** How long a command line says to train. @throws UsageError for a budget that is no time */
export function plannedLimits(argv: readonly string[]): { steps: number | undefined; budgetS: number | undefined } {
  const [steps, budget] = [flagValue(argv, 'steps'), flagValue(argv, 'budget')];
  return {
    steps: steps === undefined ? undefined : Number(steps),
    budgetS: budget === undefined ? undefined : parseDuration(budget),
  };
}
