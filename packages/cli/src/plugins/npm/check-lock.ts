import { PluginError } from '@aigc/plugin-api';
import { HOST_PACKAGES } from '../installed/host-packages.js';
import { isObject } from '../installed/is-object.js';

/** A package that a lock file places. */
export interface LockedPackage {
  /** Where it goes: `node_modules/a/node_modules/b`. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
  readonly hasInstallScript: boolean;
  /** Inside the archive of the package that brings it, and covered by the hash of that. */
  readonly isBundled: boolean;
}

// A range, a tag, or another name for a package of the registry; never a place.
const REGISTRY_SPEC = /^(npm:(@[\w.~-]+\/)?[\w.~-]+@?)?[^:/]*$/;
const SHA512 = /^sha512-[A-Za-z0-9+/]{86}==$/;

/**
 * The packages of a `package-lock.json`, all of them from a registry with a sha512, apart from the archives given.
 *
 * @param archives specs (`file:tarballs/x.tgz`) that the set itself may depend on
 * @throws PluginError E-PLUGIN-011 for a dependency from anywhere else or without a hash, -018 for a copy of what aigc brings
 */
export function checkLock(lock: unknown, archives: ReadonlySet<string>): LockedPackage[] {
  const packages = isObject(lock) && isObject(lock.packages) ? lock.packages : undefined;
  if (packages === undefined) throw refused('the lock file has no packages');
  const found: LockedPackage[] = [];
  for (const [path, entry] of Object.entries(packages)) {
    if (!isObject(entry)) throw refused(`the lock file has a damaged entry ${path}`);
    checkSpecs(path, entry, archives);
    if (path !== '') found.push(checkEntry(path, entry, archives));
  }
  return found;
}

function checkSpecs(path: string, entry: { readonly [key: string]: unknown }, archives: ReadonlySet<string>): void {
  const owner = path === '' ? 'the plugin set' : nameOf(path);
  for (const key of ['dependencies', 'optionalDependencies']) {
    const specs = entry[key];
    if (!isObject(specs)) continue;
    for (const [name, spec] of Object.entries(specs)) {
      if (typeof spec === 'string' && (REGISTRY_SPEC.test(spec) || (path === '' && archives.has(spec)))) continue;
      throw refused(`${owner} takes ${name} from ${String(spec)}, not from a registry`);
    }
  }
}

function checkEntry(path: string, entry: { readonly [key: string]: unknown }, archives: ReadonlySet<string>): LockedPackage {
  const name = nameOf(path);
  const { version, resolved, integrity, inBundle, link } = entry;
  const isBundled = inBundle === true;
  if (link === true || typeof version !== 'string' || !/^node_modules\/[^.]/.test(path) || path.includes('..')) {
    throw refused(`${name} is no package of a registry`);
  }
  if (HOST_PACKAGES.includes(name)) {
    throw new PluginError('E-PLUGIN-018', `the plugin brings its own copy of ${name}`, {
      hints: ['its author has to make it a peerDependency: aigc gives its own to plugins'],
    });
  }
  const isPlaced = isBundled || (typeof resolved === 'string' && (/^https?:\/\//.test(resolved) || archives.has(resolved)));
  if (!isPlaced) throw refused(`${name} comes from ${String(resolved)}, not from a registry`);
  if (!isBundled && (typeof integrity !== 'string' || !SHA512.test(integrity))) throw refused(`${name} has no sha512`);
  return {
    path,
    name,
    version,
    integrity: isBundled ? '' : (integrity as string),
    hasInstallScript: entry.hasInstallScript === true,
    isBundled,
  };
}

function nameOf(path: string): string {
  return path.split('node_modules/').at(-1) as string;
}

function refused(why: string): PluginError {
  return new PluginError('E-PLUGIN-011', why, {
    note: 'nothing was installed',
    hints: ['dependencies have to come from a registry, which has a hash for each'],
  });
}
