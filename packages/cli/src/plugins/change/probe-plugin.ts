import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { API_VERSION, PluginError } from '@aigc/plugin-api';
import { IMPORT_LIMIT_S, importHangs } from '../installed/guard-import.js';
import type { PluginFacts } from '../installed/plugin-facts.js';

const CHILD = fileURLToPath(new URL('./probe-child.js', import.meta.url));
/** What a plugin gets to see of the environment: no tokens, no keys. */
const PASSED = /^(PATH|HOME|USERPROFILE|SYSTEMROOT|TEMP|TMP|TMPDIR|LANG|LC_ALL|TZ)$/i;

interface Answer {
  readonly error?: string;
  readonly apiVersion?: unknown;
  readonly families?: readonly unknown[];
}

/**
 * Imports a plugin and all its commands once, in a process of its own, so that one that throws or hangs is found before it is
 * installed.
 *
 * @throws PluginError E-PLUGIN-004 where it throws or leaves, -021 where it hangs, -002 and -003 where it exports something else
 * than its package.json says
 */
export async function probePlugin(facts: PluginFacts, limitS: number = IMPORT_LIMIT_S): Promise<void> {
  const { name, root, families, commandFiles } = facts;
  const answer = await ask([name, root, families.length > 0 ? 'families' : '', ...commandFiles], facts, limitS);
  if (answer.error !== undefined) throw broken(name, answer.error);
  if (families.length === 0) return;
  if (answer.apiVersion !== API_VERSION) {
    throw new PluginError(
      'E-PLUGIN-002',
      `${name} was built for plugin API ${String(answer.apiVersion)}, this aigc has ${API_VERSION}`,
      {
        hints: ['install a version of the plugin that matches this aigc'],
      },
    );
  }
  const exported = [...(answer.families ?? [])].sort().join(', ');
  if (exported !== [...families].sort().join(', ')) {
    throw new PluginError(
      'E-PLUGIN-003',
      `${name} exports the families ${exported || 'none'}, its package.json says ${families}`,
    );
  }
}

function ask(args: readonly string[], { name }: PluginFacts, limitS: number): Promise<Answer> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => PASSED.test(key)));
  const child = fork(CHILD, args, { env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'], execArgv: [] });
  return new Promise<Answer>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(importHangs(name, limitS));
    }, limitS * 1000);
    child.once('message', (answer) => {
      resolve(answer as Answer);
      child.kill('SIGKILL');
    });
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      reject(broken(name, `it ended the process with ${code ?? 'a signal'} while it was loaded`));
    });
  });
}

function broken(name: string, why: string): PluginError {
  return new PluginError('E-PLUGIN-004', `${name} cannot be loaded: ${why}`, {
    note: 'nothing was installed',
    hints: ['report this to its author'],
  });
}
