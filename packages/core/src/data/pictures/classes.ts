/** Names of classes and the label of each picture. */
export interface Classes {
  /** In the order of their labels; empty where pictures have no classes. */
  readonly classes: readonly string[];
  readonly labels: Int32Array;
}

/**
 * Classes are the first folders that differ: of `train/cat/1.png` and `train/dog/2.png`, cat and dog. There are none where a
 * picture lies outside of such folders.
 */
export function classesOf(paths: readonly string[]): Classes {
  const depth = sharedFolders(paths);
  const folders = paths.map((path) => path.split('/').slice(0, -1)[depth]);
  const classes = [...new Set(folders)].sort();
  if (classes.length < 2 || folders.includes(undefined)) return { classes: [], labels: new Int32Array(paths.length) };
  const label = new Map(classes.map((name, index) => [name, index]));
  return { classes: classes as string[], labels: Int32Array.from(folders, (name) => label.get(name) as number) };
}

/** How many folders all paths begin with. */
function sharedFolders(paths: readonly string[]): number {
  let shared = (paths[0] ?? '').split('/').slice(0, -1);
  for (const path of paths) {
    const folders = path.split('/').slice(0, -1);
    const differing = shared.findIndex((folder, i) => folder !== folders[i]);
    if (differing >= 0) shared = shared.slice(0, differing);
  }
  return shared.length;
}
