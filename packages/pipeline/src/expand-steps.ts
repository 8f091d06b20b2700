// Code: E-CONFIG-310 not a range.
import { InvalidConfigError } from '@aigc/plugin-api';
import type { Pipeline, Step } from './pipeline-file.js';
import { replaceReferences } from './references.js';

const MAX_RANGE = 100_000;

/** Values of a step's matrix, one of each. */
export interface MatrixPoint {
  readonly [name: string]: string | number | boolean;
}

/** A step with one value of each of its matrix's lists. */
export interface StepInstance {
  /** `draw`, or `draw[seed=1,style=b]`. */
  readonly id: string;
  readonly stepId: string;
  readonly step: Step;
  readonly point: MatrixPoint;
}

/**
 * Each step once for each combination of its matrix, in the order of the file.
 *
 * @throws InvalidConfigError E-CONFIG-310 for values that are neither a list nor a range.
 */
export function expandSteps({ steps, vars }: Pick<Pipeline, 'steps' | 'vars'>): StepInstance[] {
  return Object.entries(steps).flatMap(([stepId, step]) =>
    pointsOf(matrixOf(stepId, step.matrix, vars)).map((point) => ({ id: instanceId(stepId, point), stepId, step, point })),
  );
}

/** Instances of a step that share a point's values wherever both have the name. */
export function matchingInstances(instances: readonly StepInstance[], stepId: string, point: MatrixPoint): StepInstance[] {
  const agrees = (other: MatrixPoint): boolean =>
    Object.entries(other).every(([name, value]) => point[name] === undefined || point[name] === value);
  return instances.filter((instance) => instance.stepId === stepId && agrees(instance.point));
}

type Values = readonly (string | number | boolean)[];

/** The values of each list; a text is a range such as `0000-0099`, with as many digits as its start has, or a variable that is one. */
function matrixOf(stepId: string, matrix: Step['matrix'], vars: Pipeline['vars']): { [name: string]: Values } {
  const lists = Object.entries(matrix).map(([name, values]): [string, Values] => {
    if (typeof values !== 'string') return [name, values];
    const text = replaceReferences(values, stepId, (reference) => String(vars[reference.name]));
    const [, first = '', last = ''] = /^(\d+)-(\d+)$/.exec(text) ?? [];
    const count = Number(last) - Number(first) + 1;
    if (first === '' || count < 1 || count > MAX_RANGE) {
      throw new InvalidConfigError(
        'E-CONFIG-310',
        `${stepId}: matrix.${name} is "${text}": expected a list, or a range such as 0-99`,
      );
    }
    return [name, Array.from({ length: count }, (_, i) => String(Number(first) + i).padStart(first.length, '0'))];
  });
  return Object.fromEntries(lists);
}

function pointsOf(matrix: { readonly [name: string]: Values }): MatrixPoint[] {
  return Object.entries(matrix).reduce<MatrixPoint[]>(
    (points, [name, values]) => points.flatMap((point) => values.map((value) => ({ ...point, [name]: value }))),
    [{}],
  );
}

function instanceId(stepId: string, point: MatrixPoint): string {
  const values = Object.entries(point).map(([name, value]) => `${name}=${value}`);
  return values.length === 0 ? stepId : `${stepId}[${values.join(',')}]`;
}
