import type { HostTensor, ParameterEntry } from '@aigc/plugin-api';
import { parameterValue } from './formula.js';

/** A parameter of the PyTorch reference, and where its elements lie in ours. */
export interface ReferenceParameter {
  /** The reference's name, e.g. `0.up1.weight`. */
  readonly reference: string;
  readonly kind: 'weight' | 'bias' | 'norm';
  /** PyTorch's shape, split further where ours orders the parts otherwise (`[C H W]` as `[C, H, W]`). */
  readonly shape: readonly number[];
  /** Our parameter's name. */
  readonly entry: string;
  /** For each of our axes, PyTorch's. */
  readonly perm: readonly number[];
  /** First index on our last axis, where several of the reference's parameters lie side by side. */
  readonly offset?: number;
}

const sizeOf = (shape: readonly number[]) => shape.reduce((size, dimension) => size * dimension, 1);

/** For each element of the reference's parameter, its index in our flat vector. */
function indices({ entry, shape, perm, offset = 0 }: ReferenceParameter, entries: readonly ParameterEntry[]): Uint32Array {
  let start = 0;
  for (const { name, shape: size } of entries) {
    if (name === entry) break;
    start += sizeOf(size);
  }
  const found = entries.find(({ name }) => name === entry);
  if (found === undefined) throw new Error(`no parameter ${entry}`);
  const lastSize = found.shape.at(-1) as number;
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = perm.length - 1; axis >= 0; axis--) {
    const source = perm[axis] as number;
    strides[source] = stride;
    // Rows of ours are as long as our own last axis, of which the parameter may be a part only.
    stride *= axis === perm.length - 1 && perm.length === found.shape.length ? lastSize : (shape[source] as number);
  }
  return Uint32Array.from({ length: sizeOf(shape) }, (_, k) => {
    let [rest, at] = [k, start + offset];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const size = shape[axis] as number;
      at += (rest % size) * (strides[axis] as number);
      rest = Math.floor(rest / size);
    }
    return at;
  });
}

/** Our flat vector with every element set as the reference sets it. */
export function formulaVector(
  parameters: readonly ReferenceParameter[],
  entries: readonly ParameterEntry[],
): HostTensor<'float32'> {
  const data = new Float32Array(entries.reduce((count, { shape }) => count + sizeOf(shape), 0)).fill(Number.NaN);
  for (const parameter of parameters) {
    const at = indices(parameter, entries);
    const sizes = { n: at.length, rows: parameter.shape[0] as number };
    at.forEach((index, k) => {
      data[index] = parameterValue(parameter.kind, k, sizes);
    });
  }
  if (data.some(Number.isNaN)) throw new Error('some parameters have no counterpart in the reference');
  return { shape: [data.length], dtype: 'float32', data };
}

/** Euclidean norm of the gradient of each of the reference's parameters, by its name. */
export function gradientNorms(
  gradient: Float32Array,
  parameters: readonly ReferenceParameter[],
  entries: readonly ParameterEntry[],
): { [reference: string]: number } {
  const norm = (parameter: ReferenceParameter) =>
    Math.sqrt(indices(parameter, entries).reduce((sum, index) => sum + (gradient[index] as number) ** 2, 0));
  return Object.fromEntries(parameters.map((parameter) => [parameter.reference, norm(parameter)]));
}
