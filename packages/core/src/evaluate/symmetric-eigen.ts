// Golub and Van Loan, Matrix Computations, 4th edition: algorithms 8.3.1 (Householder tridiagonalisation) and 8.3.3 (implicit
// symmetric QR step, here in its QL form, which starts at the small end).

/** Eigenvalues, and the eigenvectors that belong to them, in no order. */
export interface SymmetricEigen {
  /** float64 `[n]` */
  readonly values: Float64Array;
  /** float64 `[n, n]`: row `i` is the unit eigenvector of value `i`. */
  readonly vectors: Float64Array;
}

// A tridiagonal matrix of any size takes about two steps a value; this is far more.
const MAX_STEPS = 60;

/**
 * Eigen-decomposition of a real symmetric matrix, in double precision.
 *
 * @param matrix float64 `[n, n]`, symmetric; only read
 */
export function symmetricEigen(matrix: Float64Array, n: number): SymmetricEigen {
  const { diagonal, offDiagonal, basis } = tridiagonal(matrix, n, true);
  diagonalise(diagonal, offDiagonal, basis);
  return { values: diagonal, vectors: basis as Float64Array };
}

/** The eigenvalues alone, in about a third of the time. */
export function symmetricEigenvalues(matrix: Float64Array, n: number): Float64Array {
  const { diagonal, offDiagonal } = tridiagonal(matrix, n, false);
  diagonalise(diagonal, offDiagonal, undefined);
  return diagonal;
}

interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** Element `i` couples `i` and `i + 1`; the last one is 0. */
  readonly offDiagonal: Float64Array;
  /** Row `i` is the basis vector that coordinate `i` of the tridiagonal matrix stands for. */
  readonly basis: Float64Array | undefined;
}

function tridiagonal(matrix: Float64Array, n: number, isBasisWanted: boolean): Tridiagonal {
  const a = Float64Array.from(matrix);
  const offDiagonal = new Float64Array(n);
  // reflector k, I - v v', acts on the coordinates after k; |v|^2 = 2
  const reflectors: Float64Array[] = [];
  for (let k = 0; k < n - 1; k++) {
    const v = new Float64Array(n);
    let norm = 0;
    for (let i = k + 1; i < n; i++) norm += (a[i * n + k] as number) ** 2;
    norm = Math.sqrt(norm);
    const pivot = a[(k + 1) * n + k] as number;
    if (k === n - 2 || norm === Math.abs(pivot)) {
      offDiagonal[k] = pivot;
      reflectors.push(v);
      continue;
    }
    const target = pivot > 0 ? -norm : norm;
    offDiagonal[k] = target;
    // |x - target e|^2 = 2 norm (norm + |pivot|)
    const scale = 1 / Math.sqrt(norm * (norm + Math.abs(pivot)));
    for (let i = k + 1; i < n; i++) v[i] = (a[i * n + k] as number) * scale;
    v[k + 1] = (pivot - target) * scale;
    reflect(a, v, k + 1);
    reflectors.push(v);
  }
  const diagonal = Float64Array.from({ length: n }, (_, i) => a[i * n + i] as number);
  return { diagonal, offDiagonal, basis: isBasisWanted ? accumulate(reflectors, n) : undefined };
}

/** `a <- H a H` for `H = I - v v'`, on the coordinates from `first` on: `a - v w' - w v'`. */
function reflect(a: Float64Array, v: Float64Array, first: number): void {
  const n = v.length;
  const w = new Float64Array(n);
  let product = 0;
  for (let i = first; i < n; i++) {
    let sum = 0;
    for (let j = first; j < n; j++) sum += (a[i * n + j] as number) * (v[j] as number);
    w[i] = sum;
    product += sum * (v[i] as number);
  }
  for (let i = first; i < n; i++) w[i] = (w[i] as number) - 0.5 * product * (v[i] as number);
  for (let i = first; i < n; i++) {
    const [vi, wi] = [v[i] as number, w[i] as number];
    for (let j = first; j < n; j++) {
      a[i * n + j] = (a[i * n + j] as number) - vi * (w[j] as number) - wi * (v[j] as number);
    }
  }
}

/** The product of the reflectors, transposed. */
function accumulate(reflectors: readonly Float64Array[], n: number): Float64Array {
  const q = new Float64Array(n * n);
  for (let i = 0; i < n; i++) q[i * n + i] = 1;
  const row = new Float64Array(n);
  for (let k = reflectors.length - 1; k >= 0; k--) {
    const v = reflectors[k] as Float64Array;
    row.fill(0);
    for (let i = k + 1; i < n; i++) {
      const vi = v[i] as number;
      for (let j = k + 1; j < n; j++) row[j] = (row[j] as number) + vi * (q[i * n + j] as number);
    }
    for (let i = k + 1; i < n; i++) {
      const vi = v[i] as number;
      for (let j = k + 1; j < n; j++) q[i * n + j] = (q[i * n + j] as number) - vi * (row[j] as number);
    }
  }
  const transposed = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) transposed[j * n + i] = q[i * n + j] as number;
  return transposed;
}

/** Turns the diagonal of a tridiagonal matrix into its eigenvalues, and the rows of `basis` into eigenvectors. */
function diagonalise(d: Float64Array, e: Float64Array, basis: Float64Array | undefined): void {
  const n = d.length;
  // A matrix of low rank has blocks that are nothing but rounding errors: no element of them is small beside its neighbours.
  const roundingError =
    Number.EPSILON * d.reduce((norm, value, i) => Math.max(norm, Math.abs(value) + Math.abs(e[i] as number)), 0);
  for (let low = 0; low < n; low++) {
    for (let step = 0; ; step++) {
      let high = low;
      while (high < n - 1 && Math.abs(e[high] as number) > roundingError && !isNegligible(d, e, high)) high++;
      if (high === low) break;
      if (step === MAX_STEPS) throw new Error(`symmetricEigen: no convergence in ${MAX_STEPS} steps; is the matrix finite?`);
      implicitStep({ d, e, basis }, low, high);
    }
  }
}

function isNegligible(d: Float64Array, e: Float64Array, i: number): boolean {
  const size = Math.abs(d[i] as number) + Math.abs(d[i + 1] as number);
  return Math.abs(e[i] as number) + size === size;
}

/** One implicitly shifted QL step on the block from `low` to `high`: rotations that chase a bulge from its end to its start. */
function implicitStep(
  { d, e, basis }: { d: Float64Array; e: Float64Array; basis: Float64Array | undefined },
  low: number,
  high: number,
): void {
  // Wilkinson's shift: the eigenvalue of the leading 2x2 block that is nearer to its first element
  const half = ((d[low + 1] as number) - (d[low] as number)) / (2 * (e[low] as number));
  const root = Math.hypot(half, 1);
  let g = (d[high] as number) - (d[low] as number) + (e[low] as number) / (half + (half >= 0 ? root : -root));
  let [sine, cosine, shift] = [1, 1, 0];
  for (let i = high - 1; i >= low; i--) {
    const f = sine * (e[i] as number);
    const b = cosine * (e[i] as number);
    const length = Math.hypot(f, g);
    e[i + 1] = length;
    if (length === 0) {
      // the block falls into two
      d[i + 1] = (d[i + 1] as number) - shift;
      e[high] = 0;
      return;
    }
    sine = f / length;
    cosine = g / length;
    const gap = (d[i + 1] as number) - shift;
    const r = ((d[i] as number) - gap) * sine + 2 * cosine * b;
    shift = sine * r;
    d[i + 1] = gap + shift;
    g = cosine * r - b;
    if (basis !== undefined) rotateRows(basis, d.length, i, { sine, cosine });
  }
  d[low] = (d[low] as number) - shift;
  e[low] = g;
  e[high] = 0;
}

function rotateRows(rows: Float64Array, n: number, i: number, { sine, cosine }: { sine: number; cosine: number }): void {
  const upper = i * n;
  const lower = upper + n;
  for (let k = 0; k < n; k++) {
    const [x, y] = [rows[upper + k] as number, rows[lower + k] as number];
    rows[lower + k] = sine * x + cosine * y;
    rows[upper + k] = cosine * x - sine * y;
  }
}
