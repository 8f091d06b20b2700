import { ShapeMismatchError, type TensorSpec, type Tree } from '@aigc/plugin-api';
import { treeGet, treeLeaves } from '../tree.js';
import type { Feed } from './program.js';

/** Name of a leaf of an argument: `arg0.w`. */
export function portName(argument: number, path: string): string {
  return path === '' ? `arg${argument}` : `arg${argument}.${path}`;
}

/** What is fed at `where`. @throws ShapeMismatchError naming the place, where nothing is or it does not fit its spec */
export function fittingFeed<T extends Feed>(where: string, { shape, dtype }: TensorSpec, feed: T | undefined): T {
  const expected = `${dtype} [${shape.join(', ')}]`;
  if (feed === undefined) throw new ShapeMismatchError(where, expected, 'nothing');
  const fits =
    feed.dtype === dtype && feed.shape.length === shape.length && feed.shape.every((size, axis) => size === shape[axis]);
  if (!fits) throw new ShapeMismatchError(where, expected, `${feed.dtype} [${feed.shape.join(', ')}]`);
  return feed;
}

/**
 * Takes the feeds of a program from its arguments, by the names of their ports.
 *
 * @throws ShapeMismatchError naming the leaf that is missing or does not fit its spec
 */
export function collectFeeds(name: string, specs: readonly Tree<TensorSpec>[], args: readonly Tree<Feed>[]): Map<string, Feed> {
  const feeds = new Map<string, Feed>();
  specs.forEach((tree, argument) => {
    for (const [path, spec] of treeLeaves(tree)) {
      const given = args[argument];
      const port = portName(argument, path);
      feeds.set(port, fittingFeed(`${name}: ${port}`, spec, given && (treeGet(given, path) as Feed | undefined)));
    }
  });
  return feeds;
}
