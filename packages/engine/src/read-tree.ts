import type { HostTensor, Tree } from '@aigc/plugin-api';
import type { DeviceTensor, Feed } from './session/program.js';
import { mapTree, treeLeaves } from './tree.js';

function isDevice(feed: Feed): feed is DeviceTensor {
  return typeof feed.data === 'function';
}

/** Copies every leaf of a tree to the host; leaves that are there already are returned as they are. */
export async function readTree(tree: Tree<Feed>): Promise<Tree<HostTensor>> {
  const read = new Map<string, HostTensor>();
  for (const [path, feed] of treeLeaves(tree)) {
    read.set(path, isDevice(feed) ? { shape: feed.shape, dtype: feed.dtype, data: await feed.data() } : feed);
  }
  return mapTree(tree, (_, path) => read.get(path) as HostTensor);
}
