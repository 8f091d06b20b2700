/** Features of some pictures: one row a picture. */
export interface FeatureMatrix {
  /** float32 `[count, size]` */
  readonly data: Float32Array;
  readonly count: number;
  readonly size: number;
}

/** Rows of a matrix at given places, copied. */
export function takeRows({ data, size }: FeatureMatrix, indices: ArrayLike<number>): FeatureMatrix {
  const rows = new Float32Array(indices.length * size);
  for (let i = 0; i < indices.length; i++) {
    const from = (indices[i] as number) * size;
    rows.set(data.subarray(from, from + size), i * size);
  }
  return { data: rows, count: indices.length, size };
}

/** The first `count` rows, not copied; all where there are fewer. */
export function firstRows({ data, count, size }: FeatureMatrix, wanted: number): FeatureMatrix {
  const kept = Math.min(count, wanted);
  return { data: data.subarray(0, kept * size), count: kept, size };
}

/**
 * Inner products of the rows of two matrices, four columns at a time.
 *
 * @param use called with the product of row `i` of `a` and row `j` of `b`
 */
export function eachInnerProduct(a: FeatureMatrix, b: FeatureMatrix, use: (i: number, j: number, product: number) => void): void {
  const { size } = a;
  const whole = size - (size % 4);
  const [x, y] = [a.data, b.data];
  for (let i = 0; i < a.count; i++) {
    const row = i * size;
    for (let j = 0; j < b.count; j++) {
      const column = j * size;
      let [s0, s1, s2, s3] = [0, 0, 0, 0];
      for (let k = 0; k < whole; k += 4) {
        s0 += (x[row + k] as number) * (y[column + k] as number);
        s1 += (x[row + k + 1] as number) * (y[column + k + 1] as number);
        s2 += (x[row + k + 2] as number) * (y[column + k + 2] as number);
        s3 += (x[row + k + 3] as number) * (y[column + k + 3] as number);
      }
      for (let k = whole; k < size; k++) s0 += (x[row + k] as number) * (y[column + k] as number);
      use(i, j, s0 + s1 + s2 + s3);
    }
  }
}

/** Squared length of every row, float64 `[count]`. */
export function squaredLengths({ data, count, size }: FeatureMatrix): Float64Array {
  const lengths = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let sum = 0;
    for (let k = i * size; k < (i + 1) * size; k++) sum += (data[k] as number) ** 2;
    lengths[i] = sum;
  }
  return lengths;
}
