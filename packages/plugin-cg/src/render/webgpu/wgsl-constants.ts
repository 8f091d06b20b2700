/** A vector as WGSL. */
export function wgslVector(values: readonly number[]): string {
  return `vec${values.length}f(${values.join(', ')})`;
}

/** Points [count, 2] as a WGSL array of vectors. */
export function wgslPoints(points: Float64Array): string {
  const pairs = Array.from({ length: points.length / 2 }, (_, index) =>
    wgslVector([...points.subarray(index * 2, index * 2 + 2)]),
  );
  return `array<vec2f, ${pairs.length}>(${pairs.join(', ')})`;
}
