import type { ParameterEntry, Tree } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import { parameterCount } from './parameter-table.js';

/** Parts of flat vectors in a state, by the dotted path of the leaf. */
type Entries = { readonly [leafPath: string]: readonly ParameterEntry[] };

/**
 * A state after a step in which some parameters have not moved: they, their averages and moments are those of before.
 *
 * @param isFrozen test of a leaf's path and a parameter's name
 */
export function freezeParameters(
  before: Tree<tf.Tensor>,
  after: Tree<tf.Tensor>,
  entries: Entries,
  isFrozen: (leaf: string, name: string) => boolean,
): Tree<tf.Tensor> {
  const visit = (old: Tree<tf.Tensor>, now: Tree<tf.Tensor>, path: string): Tree<tf.Tensor> => {
    if (now instanceof tf.Tensor) return freezeLeaf(old as tf.Tensor, now, entries[path] ?? [], (name) => isFrozen(path, name));
    const children = Object.entries(now).map(([key, child]) => {
      const was = (old as { readonly [key: string]: Tree<tf.Tensor> })[key] as Tree<tf.Tensor>;
      return [key, visit(was, child, path === '' ? key : `${path}.${key}`)];
    });
    return Object.fromEntries(children) as Tree<tf.Tensor>;
  };
  return visit(before, after, '');
}

function freezeLeaf(
  old: tf.Tensor,
  now: tf.Tensor,
  parts: readonly ParameterEntry[],
  isFrozen: (name: string) => boolean,
): tf.Tensor {
  if (!parts.some(({ name }) => isFrozen(name))) return now;
  const sizes = parts.map((part) => parameterCount([part]));
  const [before, after] = [tf.split(old as tf.Tensor1D, sizes), tf.split(now as tf.Tensor1D, sizes)];
  return tf.concat(parts.map(({ name }, i) => (isFrozen(name) ? before[i] : after[i]) as tf.Tensor1D));
}
