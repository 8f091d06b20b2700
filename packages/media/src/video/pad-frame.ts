/** The next even number: yuv420p halves both sides. */
export function evenSize(size: number): number {
  return size + (size % 2);
}

/** Repeats the last column and row of an rgb24 frame where a side is odd, so that no dark line appears at the edge. */
export function padFrame(frame: Uint8Array, width: number, height: number): Uint8Array {
  const paddedWidth = evenSize(width);
  const paddedHeight = evenSize(height);
  if (paddedWidth === width && paddedHeight === height) return frame;
  const padded = new Uint8Array(paddedWidth * paddedHeight * 3);
  for (let y = 0; y < paddedHeight; y++) {
    const start = Math.min(y, height - 1) * width * 3;
    const row = frame.subarray(start, start + width * 3);
    padded.set(row, y * paddedWidth * 3);
    if (paddedWidth > width) padded.set(row.subarray(-3), (y * paddedWidth + width) * 3);
  }
  return padded;
}
