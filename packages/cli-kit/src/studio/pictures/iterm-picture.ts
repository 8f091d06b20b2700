import type { CellBox } from './picture.js';

/**
 * A picture file in iTerm2's inline image protocol, drawn from the cursor on.
 *
 * @see https://iterm2.com/documentation-images.html
 */
export function itermPicture(file: Uint8Array, box: CellBox): string {
  const keys = `inline=1;size=${file.length};width=${box.columns};height=${box.rows};preserveAspectRatio=1;doNotMoveCursor=1`;
  return `\u001b]1337;File=${keys}:${Buffer.from(file).toString('base64')}\u0007`;
}
