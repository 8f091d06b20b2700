import { type CompletedCommand, nextWords } from './command-list.js';

/** Shells that `aigc completion` writes for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof SHELLS)[number];

/** A script that completes commands, flags and their values in a shell; it starts no process when Tab is pressed. */
export function completionScript(shell: Shell, commands: readonly CompletedCommand[]): string {
  if (shell === 'bash') return bashScript(commands);
  return shell === 'zsh' ? zshScript(commands) : fishScript(commands);
}

function bashScript(commands: readonly CompletedCommand[]): string {
  const words = [...nextWords(commands)].map(([before, next]) => `    '${before}') words='${[...next.keys()].join(' ')}' ;;`);
  const flags = commands.map(({ words: own, flags: list }) => `    '${own.join(' ')}') flags='${dashed(list)}' ;;`);
  const values = valuesOf(commands).map(
    ([key, options]) => `    '${key}') COMPREPLY=($(compgen -W '${options}' -- "$current")); return ;;`,
  );
  return `# bash completion for aigc: source this file, or save it as ~/.local/share/bash-completion/completions/aigc
_aigc() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" path='' word words='' flags=''
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) break ;; esac
    case "$path\${path:+ }$word" in
${prefixCases(commands)}
      *) break ;;
    esac
  done
  case "$path $previous" in
${values.join('\n')}
  esac
  case "$path" in
${words.join('\n')}
  esac
  case "$path" in
${flags.join('\n')}
  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$flags" -- "$current")) ;;
    *) COMPREPLY=($(compgen -W "$words" -- "$current") $(compgen -f -- "$current")) ;;
  esac
}
complete -o filenames -F _aigc aigc
`;
}

/** One case for each beginning of a command, which becomes the path so far. */
function prefixCases(commands: readonly CompletedCommand[]): string {
  const prefixes = new Set(commands.flatMap(({ words }) => words.map((_, i) => words.slice(0, i + 1).join(' '))));
  return `      ${[...prefixes].map((prefix) => `'${prefix}'`).join('|')}) path="$path\${path:+ }$word" ;;`;
}

function zshScript(commands: readonly CompletedCommand[]): string {
  return `#compdef aigc
# zsh completion for aigc: save it as _aigc in a folder of $fpath
autoload -U +X bashcompinit && bashcompinit
${bashScript(commands).split('\n').slice(1).join('\n')}`;
}

function fishScript(commands: readonly CompletedCommand[]): string {
  const words = [...nextWords(commands)].flatMap(([before, next]) =>
    [...next].map(([word, summary]) => `complete -c aigc -n '__aigc_at "${before}"' -f -a '${word}' -d '${summary}'`),
  );
  const flags = commands.flatMap(({ words: own, flags: list }) =>
    list.map(({ name, options, takesValue }) => {
      const value = options.length > 0 ? ` -x -a '${options.join(' ')}'` : takesValue ? ' -r' : '';
      return `complete -c aigc -n '__aigc_in "${own.join(' ')}"' -l ${name}${value}`;
    }),
  );
  return `# fish completion for aigc: save it as ~/.config/fish/completions/aigc.fish
function __aigc_words
  string join ' ' -- (string match -v -- '-*' (commandline -opc)[2..])
end
function __aigc_at
  set -l words (__aigc_words)
  test "$words" = "$argv[1]"
end
function __aigc_in
  set -l words (__aigc_words)
  string match -q -- "$argv[1]*" "$words"
end
${[...words, ...flags].join('\n')}
`;
}

function dashed(flags: CompletedCommand['flags']): string {
  return flags.map(({ name }) => `--${name}`).join(' ');
}

/** `train gan --device` and the values that the flag takes. */
function valuesOf(commands: readonly CompletedCommand[]): [string, string][] {
  return commands.flatMap(({ words, flags }) =>
    flags
      .filter(({ options }) => options.length > 0)
      .map(({ name, options }): [string, string] => [`${words.join(' ')} --${name}`, options.join(' ')]),
  );
}
