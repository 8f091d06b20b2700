import { globalFlags } from '../flags/global-flags.js';

/** The part of a flag that decides whether a file may set it; oclif's manifest holds it too. */
export interface NamedFlag {
  readonly name: string;
  readonly helpValue?: string | readonly string[] | undefined;
}

// A file that came with a project may neither agree to anything in a person's name nor say what is read and written.
const DECISIONS = new Set(['yes', 'force', 'overwrite', 'dry-run', 'shard', 'set', 'help', 'version']);
const PLACES = new Set(['PATH', 'FILE', 'DIR', 'FOLDER', 'RUN']);
/** Commands that decide what code runs, and those that show settings. */
const CLOSED_TOPICS = new Set(['plugins', 'config', 'schema']);

/**
 * May a configuration file set this flag? Not those that name a place (`helpValue` PATH, FILE, DIR, FOLDER or RUN), that agree to
 * something, or that every command has.
 */
export function isSettable(flag: NamedFlag): boolean {
  const { name, helpValue } = flag;
  const values = typeof helpValue === 'string' ? [helpValue] : (helpValue ?? []);
  return !DECISIONS.has(name) && !Object.hasOwn(globalFlags, name) && !values.some((value) => PLACES.has(value));
}

/** May a configuration file set anything of this command? */
export function takesSettings(commandId: string): boolean {
  return !CLOSED_TOPICS.has(commandId.split(':')[0] as string);
}

/** `batch-size` -> `batchSize`: how a flag is named in a file. */
export function settingName(flag: string): string {
  return flag.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
