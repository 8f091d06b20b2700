import type { Check, CheckedHost, Section } from './check.js';
import { checkConfiguration } from './check-configuration.js';
import { checkDevices } from './check-devices.js';
import { checkDisk } from './check-disk.js';
import { checkFfmpeg } from './check-ffmpeg.js';
import { checkPlugins } from './check-plugins.js';
import { checkSystem } from './check-system.js';

const CHECKS: readonly (readonly [title: string, check: Check])[] = [
  ['System', checkSystem],
  ['Devices', checkDevices],
  ['Tools', checkFfmpeg],
  ['Disk', checkDisk],
  ['Plugins', checkPlugins],
  ['Configuration', checkConfiguration],
];

/** What `aigc doctor` found. */
export interface Examination {
  readonly version: string;
  /** False where something that aigc needs does not work. */
  readonly isHealthy: boolean;
  readonly problemCount: number;
  readonly sections: readonly Section[];
}

/** Runs every check, one after another so that the measured speeds are not disturbed; each section is given as it is done. */
export async function* examine(host: CheckedHost): AsyncGenerator<Section, Examination> {
  const sections: Section[] = [];
  for (const [title, check] of CHECKS) {
    const section = { title, findings: await check(host) };
    sections.push(section);
    yield section;
  }
  const problemCount = sections.flatMap(({ findings }) => findings).filter(({ status }) => status === 'problem').length;
  return { version: host.config.version, isHealthy: problemCount === 0, problemCount, sections };
}
