// Codes: E-CONFIG-304 a reference to nothing, -307 steps that wait for each other, -308 a reference to several outputs.
import { resolve } from 'node:path';
import { sha256 } from '@aigc/core';
import { InvalidConfigError } from '@aigc/plugin-api';
import { stepsInCondition } from './condition.js';
import { expandSteps, type MatrixPoint, matchingInstances, type StepInstance } from './expand-steps.js';
import { hashPath } from './hash-path.js';
import type { Pipeline, Step } from './pipeline-file.js';
import { type Reference, replaceReferences, soleReference } from './references.js';

/** 128 bits: short enough for a path, too many to meet by chance. */
const KEY_LENGTH = 32;

/** A word of a command line: text, and what stands in for it until the jobs before are done. */
type Word = (textOf: (reference: Reference) => string) => string;

type FlagValue = Step['flags'][string];

/** One command to run. */
export interface Job {
  readonly id: string;
  readonly stepId: string;
  readonly point: MatrixPoint;
  /** First half of the sha256 of everything that decides the result; the name of its folder. */
  readonly key: string;
  /** What the key is made of, to say what changed. */
  readonly parts: { readonly [part: string]: string };
  /** Ids of the jobs that come first. */
  readonly dependencies: readonly string[];
  /** Words after `aigc`, without `--out`. @param outputOf the finished output of a job */
  readonly argv: (outputOf: (jobId: string) => string) => string[];
  readonly out: string;
  readonly when: string | undefined;
  /** Absolute path that the output is copied to. */
  readonly save: string | undefined;
  readonly retries: number;
}

/** What decides the result of a command besides its words: `@aigc/plugin-gan@0.1.0`, settings from elsewhere. */
export type CodeVersion = (command: string) => string | Promise<string>;

/**
 * The jobs of a pipeline, each after those that it depends on. Keys follow from commands, settings, contents of the inputs and
 * versions alone, so that they are known before anything runs.
 *
 * @throws InvalidConfigError for references to nothing and for cycles, DatasetError for missing inputs.
 */
export async function planJobs(pipeline: Pipeline, codeVersion: CodeVersion): Promise<Job[]> {
  const instances = expandSteps(pipeline);
  const inputs = new Map<string, { path: string; hash: string }>();
  for (const [name, given] of Object.entries(pipeline.inputs)) {
    const path = resolve(pipeline.folder, fill(given, { id: `inputs.${name}`, point: {} }, pipeline));
    inputs.set(name, { path, hash: await hashPath(path) });
  }
  const versions = new Map<string, string>();
  for (const { command } of Object.values(pipeline.steps)) versions.set(command, await codeVersion(command));
  const jobs = new Map<string, Job>();
  for (const instance of sorted(instances, pipeline)) {
    jobs.set(instance.id, makeJob(instance, { pipeline, instances, inputs, jobs, versions }));
  }
  return [...jobs.values()];
}

interface Planning {
  readonly pipeline: Pipeline;
  readonly instances: readonly StepInstance[];
  readonly inputs: ReadonlyMap<string, { readonly path: string; readonly hash: string }>;
  readonly jobs: ReadonlyMap<string, Job>;
  readonly versions: ReadonlyMap<string, string>;
}

function makeJob(instance: StepInstance, planning: Planning): Job {
  const { step, stepId, id, point } = instance;
  const { pipeline, inputs, jobs, versions } = planning;
  const words = wordsOf(instance, planning);
  const dependencies = [...new Set(dependenciesOf(instance, planning.instances).map((other) => other.id))];
  const keyOf = (jobId: string): string => (jobs.get(jobId) as Job).key;
  const value = (reference: Reference, outputOf: (jobId: string) => string, isKey: boolean): string => {
    if (reference.kind === 'matrix') return String(point[reference.name]);
    if (reference.kind === 'vars') return String(pipeline.vars[reference.name]);
    if (reference.kind === 'steps') return outputOf(one(instance, reference, planning.instances).id);
    const input = inputs.get(reference.name) as { path: string; hash: string };
    return isKey ? `input ${input.hash}` : input.path;
  };
  const keyed = words.map((word) => word((reference) => value(reference, (jobId) => `output ${keyOf(jobId)}`, true)));
  const parts: { [part: string]: string } = { command: step.command, code: versions.get(step.command) as string, out: step.out };
  keyed.forEach((word, i) => {
    parts[`word ${i + 1}`] = word;
  });
  for (const other of step.after.flatMap((name) => matchingInstances(planning.instances, name, point))) {
    parts[`after ${other.id}`] = keyOf(other.id);
  }
  if (step.when !== undefined) parts.when = step.when;
  return {
    id,
    stepId,
    point,
    key: sha256(JSON.stringify(Object.entries(parts))).slice(0, KEY_LENGTH),
    parts,
    dependencies,
    argv: (outputOf) => [
      ...step.command.trim().split(/\s+/),
      ...words.map((word) => word((reference) => value(reference, outputOf, false))),
    ],
    out: step.out,
    when: step.when,
    save: step.save === undefined ? undefined : resolve(pipeline.folder, fill(step.save, instance, pipeline)),
    retries: step.retries,
  };
}

/** The words of a step after its command; an argument that is one reference to several outputs becomes several words. */
function wordsOf(instance: StepInstance, { instances, inputs, pipeline }: Planning): Word[] {
  const { step, id } = instance;
  const check = (text: string): void => {
    replaceReferences(text, id, (reference) => {
      if (reference.kind === 'inputs' && !inputs.has(reference.name)) throw nothing(instance, reference, [...inputs.keys()]);
      if (reference.kind === 'vars' && pipeline.vars[reference.name] === undefined) {
        throw nothing(instance, reference, Object.keys(pipeline.vars));
      }
      if (reference.kind === 'matrix' && instance.point[reference.name] === undefined) {
        throw nothing(instance, reference, Object.keys(instance.point));
      }
      return '';
    });
  };
  const word = (given: string | number | boolean): Word => {
    const text = String(given);
    check(text);
    return (textOf) => replaceReferences(text, id, textOf);
  };
  const args = step.args.flatMap((given): Word[] => {
    const sole = soleReference(String(given), id);
    if (sole?.kind !== 'steps') return [word(given)];
    return matchingInstances(instances, sole.name, instance.point).map(
      (other) => (textOf) => textOf({ kind: 'steps', name: other.id }),
    );
  });
  const flags = Object.entries(step.flags).flatMap(([flag, given]): Word[] => {
    const value = switchOf(given, instance);
    if (value === true) return [word(`--${flag}`)];
    if (value === false) return [word(`--no-${flag}`)];
    return (Array.isArray(value) ? value : [value]).map((item) => {
      const filled = word(item);
      return (textOf) => `--${flag}=${filled(textOf)}`;
    });
  });
  return [...args, ...flags];
}

/** The value of a flag; a reference to `true` or `false` in the matrix is a switch. */
function switchOf(value: FlagValue, { id, point }: StepInstance): FlagValue {
  const sole = typeof value === 'string' ? soleReference(value, id) : undefined;
  const chosen = sole?.kind === 'matrix' ? point[sole.name] : undefined;
  return typeof chosen === 'boolean' ? chosen : value;
}

/** The one instance that a reference means, by step or, from a list of several, by instance. */
function one(instance: StepInstance, { name }: Reference, instances: readonly StepInstance[]): StepInstance {
  const named = instances.find((other) => other.id === name && other.stepId !== name);
  if (named !== undefined) return named;
  const found = matchingInstances(instances, name, instance.point);
  if (found.length === 1) return found[0] as StepInstance;
  throw new InvalidConfigError(
    'E-CONFIG-308',
    `${instance.id}: $\{steps.${name}} means ${found.length} outputs where one is needed`,
    {
      hints: ['give this step the same matrix, or take them all as an argument of its own under args'],
    },
  );
}

function dependenciesOf({ step, point, stepId }: StepInstance, instances: readonly StepInstance[]): StepInstance[] {
  const texts = [...step.args, ...Object.values(step.flags).flat()].map(String);
  const names = texts.flatMap((text) =>
    [...text.matchAll(/\$\{\s*steps\.([A-Za-z0-9_-]+)\s*\}/g)].map(([, name]) => name as string),
  );
  const all = [...names, ...step.after, ...(step.when === undefined ? [] : stepsInCondition(step.when))];
  return all.flatMap((name) => {
    const found = matchingInstances(instances, name, point);
    if (found.length > 0) return found;
    throw new InvalidConfigError('E-CONFIG-304', `${stepId}: there is no step called ${name}`, {
      hints: [`steps are ${[...new Set(instances.map((other) => other.stepId))].join(', ')}`],
    });
  });
}

/** Instances, each after its dependencies, else in the order of the file. */
function sorted(instances: readonly StepInstance[], { path }: Pipeline): StepInstance[] {
  const done = new Set<string>();
  const order: StepInstance[] = [];
  const visit = (instance: StepInstance, way: readonly string[]): void => {
    if (done.has(instance.id)) return;
    if (way.includes(instance.id)) {
      const cycle = [...way.slice(way.indexOf(instance.id)), instance.id].join(' -> ');
      throw new InvalidConfigError('E-CONFIG-307', `steps wait for each other: ${cycle}`, { path });
    }
    for (const other of dependenciesOf(instance, instances)) visit(other, [...way, instance.id]);
    done.add(instance.id);
    order.push(instance);
  };
  for (const instance of instances) visit(instance, []);
  return order;
}

function fill(text: string, instance: Pick<StepInstance, 'id' | 'point'>, { vars }: Pipeline): string {
  return replaceReferences(text, instance.id, (reference) => {
    const values = reference.kind === 'matrix' ? instance.point : reference.kind === 'vars' ? vars : {};
    const value = values[reference.name];
    if (value === undefined) throw nothing(instance, reference, Object.keys(values));
    return String(value);
  });
}

function nothing({ id }: Pick<StepInstance, 'id'>, { kind, name }: Reference, known: readonly string[]): InvalidConfigError {
  return new InvalidConfigError('E-CONFIG-304', `${id}: $\{${kind}.${name}} stands for nothing`, {
    hints: [known.length === 0 ? `there are no ${kind} here` : `${kind} here are ${known.join(', ')}`],
  });
}
