import { isTruthy } from './is-truthy.js';

/** The words of a command and its environment, for flags that matter before, or without, a successful parse. */
export interface Asking {
  readonly argv: readonly string[];
  readonly env: { readonly [name: string]: string | undefined };
}

/** Is a switch such as `--json` given, or its variable set? */
export function asksFor({ argv, env }: Asking, flag: string, variable: string): boolean {
  return ownWords(argv).includes(flag) || isTruthy(env[variable]);
}

/** The value of a flag such as `--events-file`, or of its variable. */
export function valueAsked({ argv, env }: Asking, flag: string, variable: string): string | undefined {
  const words = ownWords(argv);
  const at = words.findLastIndex((word) => word === flag || word.startsWith(`${flag}=`));
  if (at === -1) return env[variable] || undefined;
  return words[at] === flag ? words[at + 1] : (words[at] as string).slice(flag.length + 1);
}

function ownWords(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return end === -1 ? argv : argv.slice(0, end);
}
