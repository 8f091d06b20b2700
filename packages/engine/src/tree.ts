import type { Named, Tree } from '@aigc/plugin-api';

/** One leaf of a tree and its dotted path (`generator.weights`); the path of a tree that is a leaf itself is empty. */
export type TreeLeaf<T> = readonly [path: string, leaf: T];

/** Tells a leaf from a record of leaves. Tensors, specs and typed arrays carry a `shape`; records do not. */
function isLeaf<T>(tree: Tree<T>): tree is T & object {
  return typeof tree === 'object' && tree !== null && Array.isArray((tree as { shape?: unknown }).shape);
}

/** The leaves of a tree of shaped things, in the order of their sorted keys. */
export function treeLeaves<T extends object>(tree: Tree<T>, prefix = ''): TreeLeaf<T>[] {
  if (isLeaf(tree)) return [[prefix, tree]];
  const record = tree as Named<Tree<T>>;
  return Object.keys(record)
    .sort()
    .flatMap((key) => treeLeaves(record[key] as Tree<T>, prefix === '' ? key : `${prefix}.${key}`));
}

/** A tree of the same form, each leaf replaced by what `f` makes of it. */
export function mapTree<A extends object, B>(tree: Tree<A>, f: (leaf: A, path: string) => B, prefix = ''): Tree<B> {
  if (isLeaf(tree)) return f(tree, prefix);
  const record = tree as Named<Tree<A>>;
  return Object.fromEntries(
    Object.keys(record)
      .sort()
      .map((key) => [key, mapTree(record[key] as Tree<A>, f, prefix === '' ? key : `${prefix}.${key}`)]),
  );
}

/** The leaf at a dotted path, or undefined. */
export function treeGet<T>(tree: Tree<T>, path: string): Tree<T> | undefined {
  if (path === '') return tree;
  let node: Tree<T> | undefined = tree;
  for (const key of path.split('.')) node = (node as Named<Tree<T>> | undefined)?.[key];
  return node;
}
