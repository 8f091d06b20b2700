import { ShapeMismatchError, type TensorSpec, type Tree } from '@aigc/plugin-api';
import { treeGet, treeLeaves } from '../tree.js';
import type { Feed } from './program.js';

/** Name of a leaf of an argument: `arg0.w`. */
export function portName(argument: number, path: string): string {
  return path === '' ? `arg${argument}` : `arg${argument}.${path}`;
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
      const feed = given === undefined ? undefined : (treeGet(given, path) as Feed | undefined);
      const expected = `${spec.dtype} [${spec.shape.join(', ')}]`;
      if (feed === undefined) throw new ShapeMismatchError(`${name}: ${port}`, expected, 'nothing');
      const fits = feed.dtype === spec.dtype && feed.shape.length === spec.shape.length;
      if (!fits || feed.shape.some((size, axis) => size !== spec.shape[axis])) {
        throw new ShapeMismatchError(`${name}: ${port}`, expected, `${feed.dtype} [${feed.shape.join(', ')}]`);
      }
      feeds.set(port, feed);
    }
  });
  return feeds;
}
