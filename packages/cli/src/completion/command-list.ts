import type { Interfaces } from '@oclif/core';

/** A command as a shell completes it. */
export interface CompletedCommand {
  /** `train gan`. */
  readonly words: readonly string[];
  readonly summary: string;
  /** Long flags without their dashes, with the values that they take where these are known. */
  readonly flags: readonly { readonly name: string; readonly options: readonly string[]; readonly takesValue: boolean }[];
}

/** Every visible command with its flags, by name. */
export function commandList(config: Interfaces.Config): CompletedCommand[] {
  return config.commands
    .filter(({ hidden }) => hidden !== true)
    .map(({ id, summary, flags }) => ({
      words: id.split(':'),
      summary: firstSentence(summary ?? ''),
      flags: Object.values(flags ?? {})
        .filter((flag) => flag.hidden !== true)
        .flatMap((flag) => {
          const options = flag.type === 'option' ? [...(flag.options ?? [])] : [];
          const takesValue = flag.type === 'option';
          const opposite =
            flag.type === 'boolean' && flag.allowNo === true ? [{ name: `no-${flag.name}`, options, takesValue }] : [];
          return [{ name: flag.name, options, takesValue }, ...opposite];
        }),
    }))
    .sort((a, b) => (a.words.join(' ') < b.words.join(' ') ? -1 : 1));
}

/** The words that can follow the first words of a command, with what they mean. */
export function nextWords(commands: readonly CompletedCommand[]): Map<string, Map<string, string>> {
  const next = new Map<string, Map<string, string>>();
  for (const { words, summary } of commands) {
    words.forEach((word, i) => {
      const before = words.slice(0, i).join(' ');
      const choices = next.get(before) ?? new Map<string, string>();
      if (!choices.has(word) || i === words.length - 1) choices.set(word, i === words.length - 1 ? summary : '');
      next.set(before, choices);
    });
  }
  return next;
}

function firstSentence(text: string): string {
  return (text.split('\n')[0] as string).replaceAll(/['"`$\\:[\]]/g, '').trim();
}
