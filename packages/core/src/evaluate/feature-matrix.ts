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
 * Inner products of each row of `a` with all rows of `b`.
 *
 * @param use called with the index of the row and its products, `[b.count]`, which are overwritten by the next ones
 */
export function eachRowOfProducts(a: FeatureMatrix, b: FeatureMatrix, use: (row: number, products: Float64Array) => void): void {
  const products = new Float64Array(b.count);
  for (let i = 0; i < a.count; i++) {
    fillProducts(a.data.subarray(i * a.size, (i + 1) * a.size), b.data, products);
    use(i, products);
  }
}

/** Products of one row with all rows of a matrix, in four sums each, which do not wait for one another. */
function fillProducts(row: Float32Array, matrix: Float32Array, products: Float64Array): void {
  const size = row.length;
  const whole = size - (size % 4);
  for (let j = 0; j < products.length; j++) {
    const first = j * size;
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
    for (let k = 0; k < whole; k += 4) {
      s0 += (row[k] as number) * (matrix[first + k] as number);
      s1 += (row[k + 1] as number) * (matrix[first + k + 1] as number);
      s2 += (row[k + 2] as number) * (matrix[first + k + 2] as number);
      s3 += (row[k + 3] as number) * (matrix[first + k + 3] as number);
    }
    for (let k = whole; k < size; k++) s0 += (row[k] as number) * (matrix[first + k] as number);
    products[j] = s0 + s1 + s2 + s3;
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
