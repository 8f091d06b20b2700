// Codes: E-CONFIG-301 cannot be read, -302 not YAML, -303 not a pipeline, -309 no such variable.
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { InvalidConfigError } from '@aigc/plugin-api';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';

const NAME = /^[a-z][a-z0-9_-]*$/i;
const MAX_BYTES = 1_000_000;
/** Values that one alias may stand for in all; a bomb of aliases is refused. */
const MAX_ALIASES = 100;

const name = z.string().regex(NAME, 'a name is letters, digits, - and _');
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const value = z.union([scalar, z.array(scalar)]);

const stepSchema = z.strictObject({
  command: z.string().min(1).describe('words of a command of this tool, such as `train gan`'),
  args: z.array(scalar).default([]),
  flags: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/, 'a flag is written without its dashes'), value).default({}),
  out: z
    .string()
    .regex(/^[^/\\]+$/, 'a file name without folders')
    .default('output'),
  matrix: z.record(name, z.union([z.array(scalar).min(1), z.string()])).default({}),
  when: z.string().optional(),
  after: z.array(name).default([]),
  save: z.string().optional(),
  retries: z.number().int().min(0).max(10).default(0),
});

const pipelineSchema = z.strictObject({
  pipeline: z.literal(1),
  vars: z.record(name, scalar).default({}),
  inputs: z.record(name, z.string()).default({}),
  steps: z.record(name, stepSchema),
});

/** One step as it is written in the file. */
export type Step = z.infer<typeof stepSchema>;

/** A pipeline file: steps that are commands of this tool, and the files they begin with. */
export interface Pipeline {
  /** Absolute path of the file. */
  readonly path: string;
  /** What relative paths in it are relative to. */
  readonly folder: string;
  /** Values that a caller may replace. */
  readonly vars: { readonly [name: string]: string | number | boolean };
  readonly inputs: { readonly [name: string]: string };
  readonly steps: { readonly [id: string]: Step };
}

/**
 * Reads a pipeline file; YAML 1.2, data only.
 *
 * @param given values in place of those that `vars` has in the file
 * @throws InvalidConfigError that names line and column, or the field at fault.
 */
export async function readPipeline(file: string, given: Pipeline['vars'] = {}): Promise<Pipeline> {
  const path = resolve(file);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new InvalidConfigError('E-CONFIG-301', `the pipeline ${file} cannot be read`, { path, cause });
  });
  const parsed = pipelineSchema.safeParse(parseYaml(text, path));
  if (parsed.success) {
    const { vars, ...content } = parsed.data;
    refuseUnknownVars(given, Object.keys(vars), path);
    return { path, folder: dirname(path), ...content, vars: { ...vars, ...given } };
  }
  const issues = parsed.error.issues.map(({ path: keys, message }) => `${keys.join('.') || 'file'}: ${message}`);
  throw new InvalidConfigError('E-CONFIG-303', `not a pipeline: ${issues.slice(0, 5).join('; ')}`, {
    path,
    hints: ['a pipeline has `pipeline: 1`, `inputs` and `steps`; see docs/guide/pipelines.md'],
  });
}

function refuseUnknownVars(given: Pipeline['vars'], known: readonly string[], path: string): void {
  const unknown = Object.keys(given).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  throw new InvalidConfigError('E-CONFIG-309', `the pipeline has no variable called ${unknown}`, {
    path,
    hints: [known.length === 0 ? 'it has none' : `it has ${known.join(', ')}`],
  });
}

function parseYaml(text: string, path: string): unknown {
  const lineCounter = new LineCounter();
  try {
    if (text.length > MAX_BYTES) throw new Error(`it is larger than ${MAX_BYTES / 1e6} MB`);
    const document = parseDocument(text, { lineCounter, version: '1.2', uniqueKeys: true });
    const [error] = document.errors;
    if (error !== undefined) throw error;
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (cause) {
    const { pos, message } = cause as { pos?: [number, number]; message: string };
    const place = pos === undefined ? undefined : lineCounter.linePos(pos[0]);
    const at = place === undefined ? '' : `:${place.line}:${place.col}`;
    throw new InvalidConfigError('E-CONFIG-302', `not YAML: ${message.split('\n')[0]}`, { path: `${path}${at}`, cause });
  }
}
