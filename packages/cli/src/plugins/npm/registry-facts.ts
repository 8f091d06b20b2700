import { PluginError } from '@aigc/plugin-api';
import { isObject } from '../installed/is-object.js';
import { type NpmOptions, runNpm } from './run-npm.js';

/** What a registry says about a version of a package. */
export interface RegistryFacts {
  readonly name: string;
  readonly version: string;
  readonly publisher: string | undefined;
  /** ISO date; undefined where the registry does not tell. */
  readonly publishedAt: string | undefined;
  /** Built by a service that signed where from. It says where a package was built, not that it is good. */
  readonly hasProvenance: boolean;
}

/**
 * Asks the registry which version a name stands for.
 *
 * @param spec `name`, `name@1.2.3`, `name@^1` or `name@tag`
 * @throws PluginError E-PLUGIN-025 where there is none
 */
export async function registryFacts(spec: string, options: NpmOptions): Promise<RegistryFacts> {
  const text = await runNpm(['view', spec, '--json'], options);
  const answer: unknown = text.trim() === '' ? undefined : JSON.parse(text);
  // A range that several versions fit gives all of them, oldest first.
  const view = Array.isArray(answer) ? (answer.at(-1) as unknown) : answer;
  if (!isObject(view) || typeof view.name !== 'string' || typeof view.version !== 'string') {
    throw new PluginError('E-PLUGIN-025', `the registry has no ${spec}`, {
      hints: ['check the name, the version and the registry'],
    });
  }
  const time = isObject(view.time) ? view.time[view.version] : undefined;
  return {
    name: view.name,
    version: view.version,
    publisher: publisherOf(view),
    publishedAt: typeof time === 'string' && !Number.isNaN(Date.parse(time)) ? time : undefined,
    hasProvenance: isObject(view.dist) && view.dist.attestations !== undefined,
  };
}

function publisherOf({ _npmUser: user, maintainers }: { readonly [key: string]: unknown }): string | undefined {
  const people = [user, ...(Array.isArray(maintainers) ? maintainers : [maintainers])];
  const [first] = people.filter((person) => person !== undefined && person !== null);
  if (typeof first === 'string') return first;
  return isObject(first) && typeof first.name === 'string' ? first.name : undefined;
}
