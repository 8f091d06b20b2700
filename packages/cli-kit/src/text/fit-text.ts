/** Cuts plain text to `width` columns; what is cut from the end becomes an ellipsis. */
export function fitEnd(text: string, width: number): string {
  if (text.length <= width) return text;
  return width <= 1 ? '…'.slice(0, Math.max(0, width)) : `${text.slice(0, width - 1)}…`;
}

/** Cuts plain text to `width` columns and keeps its end, which is what tells two paths apart. */
export function fitStart(text: string, width: number): string {
  if (text.length <= width) return text;
  return width <= 1 ? '…'.slice(0, Math.max(0, width)) : `…${text.slice(text.length - width + 1)}`;
}
