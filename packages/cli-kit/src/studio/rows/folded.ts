/** A line of text in pieces that fit, broken between words where there are any; nothing is lost. */
export function folded(line: string, width: number): string[] {
  const pieces = line.match(new RegExp(`.{1,${width}}(?:\\s|$)|.{1,${width}}`, 'gu')) ?? [''];
  return pieces.map((piece) => (piece.length > width ? piece.slice(0, width) : piece));
}
