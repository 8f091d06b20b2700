import type { CommandIo } from '@aigc/cli-kit';

const DEFAULT_WIDTH = 80;

/** Columns that results may take: of the terminal, or as COLUMNS says where stdout is none. */
export function terminalWidth({ stdout, env }: CommandIo): number {
  const given = stdout.isTTY === true ? stdout.columns : Number(env.COLUMNS);
  return given !== undefined && given > 0 ? given : DEFAULT_WIDTH;
}
