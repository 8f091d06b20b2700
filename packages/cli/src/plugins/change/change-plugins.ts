import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PluginError } from '@aigc/plugin-api';
import type { Interfaces } from '@oclif/core';
import { HOST_PACKAGES, hostVersions, linkHostPackages } from '../installed/host-packages.js';
import { type PluginFacts, readPluginFacts } from '../installed/plugin-facts.js';
import { type PluginRecord, type PluginStore, readPluginStore, setFolder } from '../installed/plugin-store.js';
import { TakenNames } from '../installed/taken-names.js';
import { checkLock, type LockedPackage } from '../npm/check-lock.js';
import { runNpm } from '../npm/run-npm.js';
import { satisfiesRange } from '../npm/satisfies-range.js';
import type { PluginSource } from '../source/plugin-source.js';
import { type AddedSource, addSource, latestDate, type SourceFacts } from './add-sources.js';
import { type ChangePlan, measurePackages, type PlannedPlugin } from './change-plan.js';
import { probePlugin } from './probe-plugin.js';
import { layOutSetLock, readSetLock } from './set-lock.js';
import { Staging } from './staging.js';

/** What is to become of the plugin set. */
export type PluginWish =
  | { readonly kind: 'add'; readonly sources: readonly PluginSource[]; readonly allowNew: boolean }
  | { readonly kind: 'lock'; readonly file: string };

/** Where the plugins are, for whom, and who decides. */
export interface ChangeContext {
  readonly home: string;
  readonly config: Interfaces.Config;
  readonly registry?: string | undefined;
  readonly now: Date;
  /** Asked once everything is known and before anything changes; throws, or says no. */
  allow(plan: ChangePlan): Promise<boolean>;
}

interface Resolved {
  readonly packages: readonly LockedPackage[];
  readonly records: readonly PluginRecord[];
  /** Names of the plugins that come new, again, or in another version. */
  readonly added: ReadonlyMap<string, { readonly hasProvenance: boolean }>;
}

/**
 * Installs plugins: resolves them without running anything of theirs, checks where every package comes from, unpacks them beside
 * the set in use, examines them, asks, imports each once in a process of its own, and only then puts the new set in place.
 *
 * @returns the plan and whether it was carried out
 * @throws PluginError with the reason; the set in use is as it was then
 */
export async function changePlugins(
  wish: PluginWish,
  context: ChangeContext,
): Promise<{ readonly plan: ChangePlan; readonly isDone: boolean }> {
  const { home, config } = context;
  const store = await readPluginStore(home);
  const staging = await Staging.open(home);
  try {
    const { folder } = staging;
    if (wish.kind === 'add' && store.plugins.length > 0) await staging.copyFrom(store.set);
    const resolved =
      wish.kind === 'add' ? await resolveSources(wish, store, folder, context) : await resolveLock(wish.file, folder);
    await runNpm(['ci'], { folder, registry: context.registry });
    const plan = await examine(resolved, store, folder, context);
    if (!(await context.allow(plan))) return { plan, isDone: false };
    await linkHostPackages(config.root, folder);
    for (const { facts } of plan.plugins) await probePlugin(facts);
    await staging.commit({ set: store.set + 1, hostRoot: config.root, plugins: resolved.records });
    return { plan, isDone: true };
  } finally {
    await staging.close();
  }
}

async function resolveSources(
  { sources, allowNew }: PluginWish & { kind: 'add' },
  store: PluginStore,
  folder: string,
  { registry, now }: ChangeContext,
): Promise<Resolved> {
  const sourceOf = new Map<string, AddedSource>();
  for (const source of sources) {
    const added = await addSource(source, { folder, registry, allowNew, now });
    sourceOf.set(added.spec, added);
  }
  const before = allowNew ? [] : [`--before=${latestDate(now)}`];
  const specs = [...sourceOf.keys()];
  await runNpm(['install', '--package-lock-only', '--save-exact', ...before, ...specs], { folder, registry });
  const { packages, dependencies } = await readLock(folder);
  const added = new Map<string, SourceFacts>();
  for (const [name, spec] of Object.entries(dependencies)) {
    const source = sourceOf.get(spec) ?? sourceOf.get(`${name}@${spec}`);
    if (source !== undefined) added.set(name, source.facts);
  }
  const kept = store.plugins.filter(({ name }) => !added.has(name));
  const records = [...added].map(([name, { source, publisher, publishedAt }]): PluginRecord => {
    const { version, integrity } = topPackage(packages, name);
    return { name, version, integrity, source, publisher, publishedAt, installedAt: now.toISOString() };
  });
  return { packages, records: [...kept, ...records], added };
}

async function resolveLock(file: string, folder: string): Promise<Resolved> {
  const lock = await readSetLock(file);
  await layOutSetLock(lock, folder);
  const { packages } = await readLock(folder);
  for (const { name, version, integrity } of lock.plugins) {
    const locked = topPackage(packages, name);
    if (locked.version === version && locked.integrity === integrity) continue;
    throw new PluginError('E-PLUGIN-022', `the lock file says two things about ${name}`, { path: file });
  }
  return { packages, records: lock.plugins, added: new Map(lock.plugins.map(({ name }) => [name, { hasProvenance: false }])) };
}

async function examine(resolved: Resolved, store: PluginStore, folder: string, context: ChangeContext): Promise<ChangePlan> {
  const { packages, records, added } = resolved;
  const versions = await hostVersions(context.config.root);
  const taken = new TakenNames(context.config);
  const plugins: PlannedPlugin[] = [];
  for (const record of records) {
    const facts = await readPluginFacts(join(folder, 'node_modules', ...record.name.split('/')));
    checkPeers(facts, versions);
    taken.take(facts);
    const previous = store.plugins.find(({ name }) => name === record.name);
    const source = added.get(record.name);
    if (source === undefined) continue;
    plugins.push({ record, facts, hasProvenance: source.hasProvenance, previousVersion: previous?.version });
  }
  const inUse = store.plugins.length === 0 ? [] : (await readLock(setFolder(context.home, store.set))).packages;
  const known = new Set(inUse.map(identity));
  const fresh = packages.filter((item) => !known.has(identity(item)) || added.has(item.name));
  const removed = store.plugins.filter(({ name }) => !records.some((record) => record.name === name)).map(({ name }) => name);
  return { plugins, removed, packages: fresh, ...(await measurePackages(folder, fresh)) };
}

function checkPeers({ name, peerDependencies }: PluginFacts, versions: { readonly [name: string]: string }): void {
  for (const [peer, range] of Object.entries(peerDependencies)) {
    const version = versions[peer];
    if (!HOST_PACKAGES.includes(peer) || (version !== undefined && satisfiesRange(version, range))) continue;
    throw new PluginError('E-PLUGIN-018', `${name} needs ${peer} ${range}, this aigc has ${version ?? 'none'}`, {
      hints: ['install a version of the plugin that matches this aigc'],
    });
  }
}

async function readLock(folder: string): Promise<{ packages: LockedPackage[]; dependencies: { [name: string]: string } }> {
  const lock = JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8')) as {
    packages?: { ''?: { dependencies?: { [name: string]: string } } };
  };
  const dependencies = lock.packages?.['']?.dependencies ?? {};
  const archives = new Set(Object.values(dependencies).filter((spec) => /^file:tarballs\/[\w-][\w.-]*$/.test(spec)));
  return { packages: checkLock(lock, archives), dependencies };
}

function topPackage(packages: readonly LockedPackage[], name: string): LockedPackage {
  const found = packages.find(({ path }) => path === `node_modules/${name}`);
  if (found === undefined) throw new PluginError('E-PLUGIN-022', `the lock file does not place ${name}`);
  return found;
}

function identity({ name, version, integrity }: LockedPackage): string {
  return `${name}@${version} ${integrity}`;
}
