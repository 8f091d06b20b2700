import type { Pipeline, Step } from './pipeline-file.js';

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

/** Each step once for each combination of its matrix, in the order of the file. */
export function expandSteps({ steps }: Pick<Pipeline, 'steps'>): StepInstance[] {
  return Object.entries(steps).flatMap(([stepId, step]) =>
    pointsOf(step.matrix).map((point) => ({ id: instanceId(stepId, point), stepId, step, point })),
  );
}

/** Instances of a step that share a point's values wherever both have the name. */
export function matchingInstances(instances: readonly StepInstance[], stepId: string, point: MatrixPoint): StepInstance[] {
  const agrees = (other: MatrixPoint): boolean =>
    Object.entries(other).every(([name, value]) => point[name] === undefined || point[name] === value);
  return instances.filter((instance) => instance.stepId === stepId && agrees(instance.point));
}

function pointsOf(matrix: Step['matrix']): MatrixPoint[] {
  return Object.entries(matrix).reduce<MatrixPoint[]>(
    (points, [name, values]) => points.flatMap((point) => values.map((value) => ({ ...point, [name]: value }))),
    [{}],
  );
}

function instanceId(stepId: string, point: MatrixPoint): string {
  const values = Object.entries(point).map(([name, value]) => `${name}=${value}`);
  return values.length === 0 ? stepId : `${stepId}[${values.join(',')}]`;
}
