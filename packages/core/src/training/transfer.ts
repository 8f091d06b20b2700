// Codes: E-CONFIG-114 nothing to take over, -115 --freeze matches nothing.
import { basename, resolve } from 'node:path';
import { type HostTensor, InvalidConfigError, type Tree } from '@aigc/plugin-api';
import { type StateEntries, stateOfTensors, tensorsOfState } from '../checkpoint/state-tensors.js';
import { chosenCheckpoint } from '../run/chosen-checkpoint.js';
import type { Transfer } from '../run/transfer.js';

/**
 * A fresh training state with the weights of another run wherever name and shape agree; the optimiser starts anew.
 *
 * @throws InvalidConfigError E-CONFIG-114 where nothing agrees, CheckpointError (exit 11) without a usable checkpoint.
 */
export async function transferWeights(
  fresh: Tree<HostTensor>,
  entries: StateEntries,
  runDir: string,
): Promise<{ state: Tree<HostTensor>; transfer: Transfer }> {
  const { checkpoint } = await chosenCheckpoint(runDir);
  const tensors = tensorsOfState(fresh, entries);
  const missing: string[] = [];
  let taken = 0;
  for (const [name, tensor] of tensors) {
    if (!isLearnt(name)) continue;
    const found = checkpoint.tensors.get(name);
    if (found !== undefined && found.dtype === tensor.dtype && found.shape.join() === tensor.shape.join()) {
      tensors.set(name, found);
      taken += 1;
    } else {
      missing.push(name);
    }
  }
  if (taken === 0) {
    throw new InvalidConfigError('E-CONFIG-114', `no weight of ${runDir} has the name and shape of one of this model`, {
      path: resolve(runDir),
      hints: ['start from a run of the same family, with the same sizes'],
    });
  }
  const { step, stateHash } = checkpoint;
  const transfer = { run: basename(resolve(runDir)), step, stateHash, taken, fresh: missing };
  return { state: stateOfTensors(tensors, entries), transfer };
}

/** Moments, counters and other state of the optimiser belong to the old run. */
function isLearnt(name: string): boolean {
  return name.includes('/') && !(name.split('/')[0] as string).split('.').includes('optimiser');
}

/**
 * The parameters that patterns name, `*` for anything: `generator.*`, `token`. A pattern without a slash is held against the
 * parameter's own name, one with it against `leaf/name`.
 *
 * @returns a test of a leaf's path and a parameter's name
 * @throws InvalidConfigError E-CONFIG-115 for a pattern that names nothing
 */
export function frozenParameters(patterns: readonly string[], entries: StateEntries): (leaf: string, name: string) => boolean {
  const matchers = patterns.map((pattern) => {
    const expression = new RegExp(`^${pattern.split('*').map(escapePattern).join('.*')}$`);
    return (leaf: string, name: string): boolean => expression.test(pattern.includes('/') ? `${leaf}/${name}` : name);
  });
  const all = Object.entries(entries).flatMap(([leaf, parts]) => parts.map(({ name }) => [leaf, name] as const));
  matchers.forEach((matches, i) => {
    if (all.some(([leaf, name]) => matches(leaf, name))) return;
    const names = [...new Set(all.map(([, name]) => name))];
    throw new InvalidConfigError('E-CONFIG-115', `--freeze ${patterns[i]} names no parameter of the model`, {
      hints: [`parameters are ${names.slice(0, 6).join(', ')}${names.length > 6 ? ' ...' : ''}; * stands for anything`],
    });
  });
  return (leaf, name) => matchers.some((matches) => matches(leaf, name));
}

function escapePattern(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}
