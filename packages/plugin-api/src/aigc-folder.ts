import { homedir } from 'node:os';
import { join } from 'node:path';

type Environment = { readonly [name: string]: string | undefined };

/** Where systems without Windows' and XDG's variables keep such files, below the home folder. */
const USUAL = { cache: ['.cache'], data: ['.local', 'share'] } as const;
const VARIABLE = { cache: 'XDG_CACHE_HOME', data: 'XDG_DATA_HOME' } as const;

/** Where aigc keeps what outlives a command: `$AIGC_HOME`, else `aigc` in the folder of this system for caches or for data. */
export function aigcFolder(kind: 'cache' | 'data', env: Environment = process.env): string {
  if (env.AIGC_HOME) return env.AIGC_HOME;
  const onWindows = process.platform === 'win32' ? env.LOCALAPPDATA : undefined;
  return join(env[VARIABLE[kind]] || onWindows || join(env.HOME || homedir(), ...USUAL[kind]), 'aigc');
}
