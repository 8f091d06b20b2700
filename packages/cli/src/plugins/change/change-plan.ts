import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PluginFacts } from '../installed/plugin-facts.js';
import type { PluginRecord } from '../installed/plugin-store.js';
import type { LockedPackage } from '../npm/check-lock.js';

/** A plugin that a change brings, with what has to be known before one says yes. */
export interface PlannedPlugin {
  readonly record: PluginRecord;
  readonly facts: PluginFacts;
  readonly hasProvenance: boolean;
  /** Of the version in use; undefined for a new plugin. */
  readonly previousVersion: string | undefined;
}

/** What a change would do to the plugin set. Nothing of it has happened. */
export interface ChangePlan {
  readonly plugins: readonly PlannedPlugin[];
  /** Plugins that would go. */
  readonly removed: readonly string[];
  /** Every package that would be new, the plugins among them. */
  readonly packages: readonly LockedPackage[];
  /** Bytes on disk of the new packages. */
  readonly bytes: number;
  readonly files: number;
  /** Files of machine code in the new packages, `name/path`. */
  readonly nativeCode: readonly string[];
  /** New packages with install scripts, which are not run. */
  readonly installScripts: readonly string[];
}

const NATIVE = /\.(node|so|dylib|dll|exe)$|(^|\/)binding\.gyp$/;

/** Sizes and machine code of the packages that are new in a set's folder. */
export async function measurePackages(
  folder: string,
  packages: readonly LockedPackage[],
): Promise<Pick<ChangePlan, 'bytes' | 'files' | 'nativeCode' | 'installScripts'>> {
  let bytes = 0;
  let files = 0;
  const nativeCode: string[] = [];
  for (const { path, name } of packages) {
    for await (const file of filesOf(join(folder, path), '')) {
      bytes += (await stat(join(folder, path, file))).size;
      files += 1;
      if (NATIVE.test(file)) nativeCode.push(`${name}/${file}`);
    }
  }
  const installScripts = packages.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name);
  return { bytes, files, nativeCode: nativeCode.sort(), installScripts };
}

/** Files of one package; packages inside it have entries of their own. */
async function* filesOf(root: string, folder: string): AsyncGenerator<string> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory() && path !== 'node_modules') yield* filesOf(root, path);
    else if (entry.isFile()) yield path;
  }
}
