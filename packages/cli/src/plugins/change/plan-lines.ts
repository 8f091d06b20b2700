import { formatBytes, printable } from '@aigc/cli-kit';
import type { PluginFacts } from '../installed/plugin-facts.js';
import type { PluginRecord } from '../installed/plugin-store.js';
import { ageDays, ageText } from './add-sources.js';
import type { ChangePlan, PlannedPlugin } from './change-plan.js';

/** What a person reads before saying yes, a block for each plugin and one for what they bring. */
export function planLines(plan: ChangePlan, now: Date): string[] {
  const lines = plan.plugins.flatMap((plugin) => [headline(plugin), ...pluginLines(plugin.record, plugin.facts, now)]);
  if (plan.removed.length > 0) lines.push(`removed      ${plan.removed.join(', ')}`);
  return [...lines, ...packageLines(plan)];
}

/** Facts of one plugin, `label value` a line. */
export function pluginLines(record: PluginRecord, facts: PluginFacts, now: Date): string[] {
  const { capabilities, families, apiVersion } = facts;
  return [
    line('from', from(record, now)),
    line('sha512', record.integrity.replace(/^sha512-/, '')),
    line('API', String(apiVersion)),
    line('families', listed(families)),
    line('commands', listed(capabilities.commands)),
    line('files', listed(capabilities.files)),
    line('network', listed(capabilities.network)),
    line('programs', listed(capabilities.childProcesses)),
  ];
}

function packageLines({ plugins, packages, bytes, files, nativeCode, installScripts }: ChangePlan): string[] {
  const names = new Set(plugins.map(({ record }) => record.name));
  const dependencies = packages.filter(({ name }) => !names.has(name)).map(({ name, version }) => `${name} ${version}`);
  return [
    line('size', `${formatBytes(bytes)} in ${files} files`),
    line('brings', dependencies.length === 0 ? 'no other packages' : `${dependencies.length} packages: ${listed(dependencies)}`),
    line('native code', listed(nativeCode)),
    line('scripts', installScripts.length === 0 ? 'none' : `${listed(installScripts)} (not run)`),
  ];
}

function headline({ record, previousVersion, hasProvenance }: PlannedPlugin): string {
  const change = previousVersion === undefined ? 'new' : `now ${previousVersion}`;
  return `${record.name} ${record.version} (${change}${hasProvenance ? ', with provenance' : ''})`;
}

function from({ source, publisher, publishedAt }: PluginRecord, now: Date): string {
  if (source === 'file') return 'a file: publisher and age unknown';
  const age = ageDays(publishedAt, now);
  const when = age === undefined ? 'age unknown' : `published ${publishedAt?.slice(0, 10)}, ${ageText(age)}`;
  return `the registry, by ${publisher ?? 'an unknown publisher'}, ${when}`;
}

function listed(entries: readonly string[]): string {
  return entries.length === 0 ? 'none' : entries.join(', ');
}

function line(label: string, value: string): string {
  return `  ${label.padEnd(12)}${printable(value).replaceAll('\n', ' ')}`;
}
