import { createHash } from 'node:crypto';
import { type HostTensor, type Named, type ParameterEntry, ShapeMismatchError, type Tree } from '@aigc/plugin-api';
import { type TensorMap, tensorBytes } from './safetensors.js';

/** `ModelDefinition.parameterEntries`: the parts of each flat vector in the state, by the dotted path of the leaf. */
export type StateEntries = { readonly [leafPath: string]: readonly ParameterEntry[] };

/**
 * The leaves of a training state by dotted path (`adam.step`); a flat vector that has entries becomes one tensor a part
 * (`generator.weights/conv1.kernel`). Data is shared, not copied.
 *
 * @throws ShapeMismatchError when the entries do not fill their vector or name none.
 */
export function tensorsOfState(state: Tree<HostTensor>, entries: StateEntries): Map<string, HostTensor> {
  const tensors = new Map<string, HostTensor>();
  const unused = new Set(Object.keys(entries));
  for (const [path, leaf] of stateLeaves(state)) {
    unused.delete(path);
    const parts = entries[path];
    if (parts === undefined) tensors.set(path, leaf);
    else splitVector(path, leaf, parts, tensors);
  }
  for (const path of unused) throw new ShapeMismatchError('tensorsOfState', `a leaf ${path} in the state`, 'none');
  return tensors;
}

/**
 * The training state whose `tensorsOfState` these are; flat vectors are joined again.
 *
 * @throws ShapeMismatchError when a part is missing or has another shape than its entry.
 */
export function stateOfTensors(tensors: TensorMap, entries: StateEntries): Tree<HostTensor> {
  const root: { [key: string]: Tree<HostTensor> } = {};
  const joined = new Set<string>();
  for (const [path, parts] of Object.entries(entries)) {
    place(root, path, joinVector(path, parts, tensors));
    for (const part of parts) joined.add(`${path}/${part.name}`);
  }
  for (const [name, tensor] of tensors) {
    if (name === '') return tensor;
    if (joined.has(name)) continue;
    if (name.includes('/')) throw new ShapeMismatchError('stateOfTensors', 'tensors of this model alone', name);
    place(root, name, tensor);
  }
  return root;
}

/** Hexadecimal sha256 over name, dtype, shape and bytes of all tensors, by sorted name: two equal states have one hash. */
export function stateHash(tensors: TensorMap): string {
  const hash = createHash('sha256');
  for (const name of [...tensors.keys()].sort()) {
    const tensor = tensors.get(name) as HostTensor;
    hash.update(`${JSON.stringify([name, tensor.dtype, tensor.shape])}\n`);
    hash.update(tensorBytes(tensor));
  }
  return hash.digest('hex');
}

/** Name of a tensor that holds NaN or an infinity, if there is one. */
export function findNonFinite(tensors: TensorMap): string | undefined {
  for (const [name, tensor] of tensors) {
    if (tensor.dtype !== 'float32') continue;
    const data = tensor.data as Float32Array;
    for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return name;
  }
  return undefined;
}

function isTensor(tree: Tree<HostTensor>): tree is HostTensor {
  return Array.isArray((tree as HostTensor).shape);
}

/**
 * The leaves of a training state with their dotted paths, by sorted key.
 *
 * @throws ShapeMismatchError for a key that holds a dot or a slash.
 */
export function* stateLeaves(tree: Tree<HostTensor>, path = ''): Generator<[string, HostTensor]> {
  if (isTensor(tree)) {
    yield [path, tree];
    return;
  }
  const record = tree as Named<Tree<HostTensor>>;
  for (const key of Object.keys(record).sort()) {
    if (/[./]/.test(key)) throw new ShapeMismatchError('tensorsOfState', 'keys without dots and slashes', `"${key}"`);
    yield* stateLeaves(record[key] as Tree<HostTensor>, path === '' ? key : `${path}.${key}`);
  }
}

function size(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

/**
 * Adds the parts of a flat vector to `into`, under `path/part`; data is shared, not copied.
 *
 * @throws ShapeMismatchError when the parts do not fill the vector.
 */
export function splitVector(
  path: string,
  leaf: HostTensor,
  parts: readonly ParameterEntry[],
  into: Map<string, HostTensor>,
): void {
  let begin = 0;
  for (const part of parts) {
    const end = begin + size(part.shape);
    into.set(`${path}/${part.name}`, { shape: part.shape, dtype: leaf.dtype, data: leaf.data.subarray(begin, end) });
    begin = end;
  }
  if (leaf.shape.length !== 1 || begin !== leaf.data.length) {
    throw new ShapeMismatchError(
      'tensorsOfState',
      `a vector of ${begin} for the entries of ${path}`,
      `[${leaf.shape.join(', ')}]`,
    );
  }
}

function joinVector(path: string, parts: readonly ParameterEntry[], tensors: TensorMap): HostTensor {
  const data = new Float32Array(parts.reduce((sum, part) => sum + size(part.shape), 0));
  let begin = 0;
  for (const part of parts) {
    const name = `${path}/${part.name}`;
    const tensor = tensors.get(name);
    const expected = `float32 [${part.shape.join(', ')}] for ${name}`;
    if (tensor === undefined) throw new ShapeMismatchError('stateOfTensors', expected, 'none');
    if (tensor.dtype !== 'float32' || tensor.shape.join() !== part.shape.join()) {
      throw new ShapeMismatchError('stateOfTensors', expected, `${tensor.dtype} [${tensor.shape.join(', ')}]`);
    }
    data.set(tensor.data, begin);
    begin += tensor.data.length;
  }
  return { shape: [data.length], dtype: 'float32', data };
}

function place(root: { [key: string]: Tree<HostTensor> }, path: string, leaf: HostTensor): void {
  const keys = path.split('.');
  let node = root;
  for (const key of keys.slice(0, -1)) {
    if (!Object.hasOwn(node, key)) node[key] = {};
    node = node[key] as { [key: string]: Tree<HostTensor> };
  }
  node[keys.at(-1) as string] = leaf;
}
