import { nearestName, UsageError } from '@aigc/cli-kit/host';
import { AigcError, EXIT } from '@aigc/plugin-api';
import type { Interfaces } from '@oclif/core';
import { installedFamilies } from '../plugins/families.js';

/**
 * The error for words that are no command: names the nearest one, and for `train` the families that there are.
 *
 * @param words what was typed before the first flag, e.g. `['train', 'gna']`
 */
export function unknownCommand(words: readonly string[], config: Interfaces.Config): AigcError {
  const given = words.join(' ');
  const commands = config.commands.filter((command) => !command.hidden).map((command) => command.id.replaceAll(':', ' '));
  const topics = config.topics.filter((topic) => !topic.hidden).map((topic) => topic.name.replaceAll(':', ' '));
  if (given.startsWith('-')) {
    return new UsageError('E-CLI-001', `unknown flag ${given}`, { hints: ['give a command first; see `aigc --help`'] });
  }
  const runnable = commands.find((command) => given.startsWith(`${command} `));
  const hasChildren = commands.some((command) => command.startsWith(`${runnable} `));
  if (runnable !== undefined && !hasChildren) {
    const extra = given.slice(runnable.length + 1);
    return new UsageError('E-CLI-003', `${runnable}: unexpected argument ${extra}`, {
      hints: [`see \`aigc ${runnable} --help\``],
    });
  }
  return new AigcError('E-CLI-006', EXIT.unknownCommand, `unknown command "${given}"`, {
    hints: suggestions(words, [...commands, ...topics], config),
  });
}

function suggestions(words: readonly string[], known: readonly string[], config: Interfaces.Config): string[] {
  // `trian gan my-run` has one word too many for `train gan`: compare with as many words as the command has.
  const meant = nearestBySize(words, known);
  const hints = meant === undefined ? [] : [`did you mean \`aigc ${meant}\`?`];
  if (words[0] === 'train' || meant?.startsWith('train')) {
    const families = installedFamilies(config).map((family) => family.family);
    hints.push(`model families: ${families.join(', ')}`);
  }
  return hints.length === 0 ? ['see `aigc --help` for the commands'] : hints;
}

function nearestBySize(words: readonly string[], known: readonly string[]): string | undefined {
  const sizes = [...new Set(known.map((name) => name.split(' ').length))].sort((a, b) => b - a);
  for (const size of sizes.filter((count) => count <= words.length)) {
    const candidates = known.filter((name) => name.split(' ').length === size);
    const meant = nearestName(words.slice(0, size).join(' '), candidates);
    if (meant !== undefined) return meant;
  }
  return undefined;
}
