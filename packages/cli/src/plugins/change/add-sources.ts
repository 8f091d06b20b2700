import { createHash } from 'node:crypto';
import { copyFile, readFile, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { PluginError } from '@aigc/plugin-api';
import type { PluginRecord } from '../installed/plugin-store.js';
import { registryFacts } from '../npm/registry-facts.js';
import { type NpmOptions, runNpm } from '../npm/run-npm.js';
import type { PluginSource } from '../source/plugin-source.js';

/** Days that a version has to be out: most hijacked ones are found within a week. */
export const MINIMUM_AGE_DAYS = 7;

/** What is known of a plugin before its package is read. */
export type SourceFacts = Pick<PluginRecord, 'source' | 'publisher' | 'publishedAt'> & { readonly hasProvenance: boolean };

/** A source that can be given to npm. */
export interface AddedSource {
  /** `name@1.2.3` or `file:tarballs/x.tgz`. */
  readonly spec: string;
  readonly facts: SourceFacts;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Turns what was asked for into exact versions and archives in the `tarballs` of a new set. A folder is packed.
 *
 * @throws PluginError E-PLUGIN-014 for a version younger than `MINIMUM_AGE_DAYS`, unless `allowNew`
 */
export async function addSource(
  source: PluginSource,
  { folder, registry, allowNew, now }: NpmOptions & { readonly allowNew: boolean; readonly now: Date },
): Promise<AddedSource> {
  if (source.kind !== 'registry') {
    const archive = source.kind === 'archive' ? source.path : await packFolder(source.path, folder);
    const hash = createHash('sha512')
      .update(await readFile(archive))
      .digest('hex')
      .slice(0, 12);
    const name = `${hash}-${basename(archive).replaceAll(/[^\w.-]/g, '_')}`;
    const target = join(folder, 'tarballs', name);
    await (source.kind === 'archive' ? copyFile(archive, target) : rename(archive, target));
    return { spec: `file:tarballs/${name}`, facts: { source: 'file', hasProvenance: false } };
  }
  const { name, version, publishedAt, publisher, hasProvenance } = await registryFacts(source.spec, { folder, registry });
  const age = ageDays(publishedAt, now);
  if (age !== undefined && age < MINIMUM_AGE_DAYS && !allowNew) {
    throw new PluginError('E-PLUGIN-014', `${name} ${version} was published ${ageText(age)}`, {
      note: `nothing was installed; versions younger than ${MINIMUM_AGE_DAYS} days are refused, most hijacked ones are found by then`,
      hints: [`ask for an older one: ${name}@VERSION`, 'or pass --allow-new'],
    });
  }
  return { spec: `${name}@${version}`, facts: { source: 'registry', publisher, publishedAt, hasProvenance } };
}

/** The latest date that a dependency may be from, as npm takes it. */
export function latestDate(now: Date): string {
  return new Date(now.getTime() - MINIMUM_AGE_DAYS * DAY_MS).toISOString();
}

/** Full days since a date; undefined where there is none. */
export function ageDays(publishedAt: string | undefined, now: Date): number | undefined {
  return publishedAt === undefined ? undefined : Math.floor((now.getTime() - Date.parse(publishedAt)) / DAY_MS);
}

/** Days as a person says them. */
export function ageText(days: number): string {
  if (days < 1) return 'today';
  return days === 1 ? 'yesterday' : `${days} days ago`;
}

async function packFolder(path: string, folder: string): Promise<string> {
  const text = await runNpm(['pack', path, '--json', `--pack-destination=${folder}`], { folder });
  const [packed] = JSON.parse(text) as { filename: string }[];
  if (packed === undefined) throw new PluginError('E-PLUGIN-013', 'npm packed nothing', { path });
  return join(folder, packed.filename.replace('@', '').replace('/', '-'));
}
