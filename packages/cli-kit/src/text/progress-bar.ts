import type { Palette } from './palette.js';

/** A bar `width` characters wide, filled to `share` (0 to 1). */
export function progressBar(share: number, width: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * width);
  return '━'.repeat(filled) + '─'.repeat(width - filled);
}

/** Room for a bar after a text: columns of both, and the least and the most that the bar takes. */
export interface BarRoom {
  readonly room: number;
  readonly least: number;
  readonly most: number;
}

/** A text with a bar after it, where the share is known and there is room. @param share 0 to 1 */
export function withBar(text: string, share: number | undefined, { room, least, most }: BarRoom, palette: Palette): string {
  const width = Math.min(most, room - text.length - 2);
  if (share === undefined || width < least) return text;
  return `${text}  ${palette.cyan(progressBar(share, width))}`;
}
