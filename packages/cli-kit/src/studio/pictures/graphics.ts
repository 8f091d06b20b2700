import type { CommandIo } from '../../output/command-io.js';

/**
 * How pictures are drawn: by the graphics protocol of a terminal, by half blocks in 24-bit or 256 colours, or by shades of
 * grey made of characters.
 */
export type Graphics = 'kitty' | 'iterm' | 'sixel' | 'truecolor' | 'colors256' | 'shades';

/** All names, as `AIGC_GRAPHICS` takes them. */
export const GRAPHICS: readonly Graphics[] = ['kitty', 'iterm', 'sixel', 'truecolor', 'colors256', 'shades'];

/** What a terminal said about itself when it was asked. */
export interface TerminalReply {
  /** Sixel is attribute 4 of the primary device attributes. */
  readonly hasSixel: boolean;
  /** Of one character cell, in pixels; undefined where it did not say. */
  readonly cell: { readonly width: number; readonly height: number } | undefined;
}

/**
 * The best way to draw pictures on this terminal.
 *
 * @param reply what it said, or undefined where it was not asked or said nothing
 */
export function chooseGraphics(env: CommandIo['env'], hasColor: boolean, reply: TerminalReply | undefined): Graphics {
  const wish = GRAPHICS.find((name) => name === env.AIGC_GRAPHICS);
  if (wish !== undefined) return wish;
  if (!hasColor) return 'shades';
  return byEnvironment(env) ?? (reply?.hasSixel === true ? 'sixel' : blocks(env));
}

function byEnvironment(env: CommandIo['env']): Graphics | undefined {
  // a multiplexer draws cells: pictures of the terminal around it would not move with them
  if (env.TMUX || env.STY || env.ZELLIJ) return undefined;
  const program = env.TERM_PROGRAM ?? env.LC_TERMINAL ?? '';
  if (env.KITTY_WINDOW_ID || /kitty|ghostty/.test(env.TERM ?? '') || /^ghostty$/i.test(program)) return 'kitty';
  return /^(iTerm\.app|iTerm2|WezTerm|mintty)$/.test(program) ? 'iterm' : undefined;
}

function blocks(env: CommandIo['env']): Graphics {
  return /^(truecolor|24bit)$/i.test(env.COLORTERM ?? '') || env.FORCE_COLOR === '3' ? 'truecolor' : 'colors256';
}

/** Pixels of a character cell where the terminal did not say. */
export const USUAL_CELL = { width: 10, height: 20 };
