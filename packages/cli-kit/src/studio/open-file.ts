import { spawn } from 'node:child_process';
import { platform } from 'node:os';
import type { CommandIo } from '../output/command-io.js';

/** The program that opens a file as a double click would; undefined where nobody would see it, as over SSH. */
export function fileOpener(env: CommandIo['env'], system: string = platform()): readonly string[] | undefined {
  if (env.SSH_CONNECTION || env.SSH_TTY) return undefined;
  if (system === 'darwin') return ['open'];
  if (system === 'win32') return ['cmd', '/c', 'start', ''];
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open'] : undefined;
}

/** Opens a file for a person; a desktop without such a program leaves it closed. */
export function openFile(path: string, [command = '', ...words]: readonly string[]): void {
  const child = spawn(command, [...words, path], { detached: true, stdio: 'ignore' });
  child.on('error', () => {});
  child.unref();
}
