/** A bar `width` characters wide, filled to `share` (0 to 1). */
export function progressBar(share: number, width: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * width);
  return '━'.repeat(filled) + '─'.repeat(width - filled);
}
