import type { TensorSpec, Tree } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import { mapTree, treeGet, treeLeaves } from './tree.js';

const leaf = (...shape: number[]): TensorSpec => ({ shape, dtype: 'float32' });
const TREE: Tree<TensorSpec> = { b: leaf(2), a: { y: leaf(3), x: { deep: leaf() } } };

describe('trees of shaped things', () => {
  test('list their leaves by dotted path, in the order of sorted keys', () => {
    expect(treeLeaves(TREE)).toEqual([
      ['a.x.deep', leaf()],
      ['a.y', leaf(3)],
      ['b', leaf(2)],
    ]);
  });

  test('may be a single leaf, whose path is empty', () => {
    expect(treeLeaves(leaf(4))).toEqual([['', leaf(4)]]);
    expect(mapTree(leaf(4), ({ shape }) => shape)).toEqual([4]);
    expect(treeGet(leaf(4), '')).toEqual(leaf(4));
  });

  test('keep their form when mapped', () => {
    expect(mapTree(TREE, ({ shape }, path) => `${path}:${shape.length}`)).toEqual({
      a: { x: { deep: 'a.x.deep:0' }, y: 'a.y:1' },
      b: 'b:1',
    });
  });

  test('give the leaf or branch at a path, and undefined where there is none', () => {
    expect(treeGet(TREE, 'a.x.deep')).toEqual(leaf());
    expect(treeGet(TREE, 'a.x')).toEqual({ deep: leaf() });
    expect(treeGet(TREE, 'a.none.deep')).toBeUndefined();
  });

  test('without leaves are empty lists', () => {
    expect(treeLeaves({})).toEqual([]);
    expect(treeLeaves({ a: {} })).toEqual([]);
  });
});
