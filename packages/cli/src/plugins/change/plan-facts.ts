import type { Capabilities, PluginFacts } from '../installed/plugin-facts.js';
import type { PluginRecord } from '../installed/plugin-store.js';
import { ageDays } from './add-sources.js';
import { allowLine } from './allow-list.js';
import type { ChangePlan } from './change-plan.js';

/** A plugin as scripts read it. */
export interface PluginReport extends PluginRecord {
  readonly ageDays: number | null;
  readonly apiVersion: number;
  readonly families: readonly string[];
  readonly capabilities: Capabilities;
}

/** A plan as scripts read it. */
export interface PlanReport {
  readonly isInstalled: boolean;
  readonly plugins: readonly (PluginReport & { readonly previousVersion: string | null; readonly hasProvenance: boolean })[];
  readonly removed: readonly string[];
  /** Packages that are new, as lines of an allow-list. */
  readonly allowList: readonly string[];
  readonly bytes: number;
  readonly files: number;
  readonly nativeCode: readonly string[];
  readonly installScripts: readonly string[];
}

/** The JSON form of a plan. */
export function planReport(plan: ChangePlan, isInstalled: boolean, now: Date): PlanReport {
  const { plugins, removed, packages, bytes, files, nativeCode, installScripts } = plan;
  return {
    isInstalled,
    plugins: plugins.map(({ record, facts, previousVersion, hasProvenance }) => ({
      ...pluginReport(record, facts, now),
      previousVersion: previousVersion ?? null,
      hasProvenance,
    })),
    removed,
    allowList: packages.filter(({ isBundled }) => !isBundled).map(allowLine),
    bytes,
    files,
    nativeCode,
    installScripts,
  };
}

/** The JSON form of one plugin. */
export function pluginReport(record: PluginRecord, { apiVersion, families, capabilities }: PluginFacts, now: Date): PluginReport {
  return { ...record, ageDays: ageDays(record.publishedAt, now) ?? null, apiVersion, families, capabilities };
}
