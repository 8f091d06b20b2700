/** A plane wave in cycles a pixel: down and across. Its sums and multiples make a lattice. */
export type Wave = readonly [down: number, across: number];

/** When vectors count as nothing, and when a lattice is too fine to mean anything. */
export interface LatticeLimits {
  /** Shorter vectors are errors of measurement. */
  readonly tolerance: number;
  /** A basis may not have shorter vectors. */
  readonly shortest: number;
}

/**
 * Basis of the coarsest lattice that holds a basis's and one more vector: Euclid's algorithm in the plane, with errors of measurement.
 *
 * @param basis none, one or two vectors
 * @returns one or two vectors; undefined where that lattice is finer than allowed, as it is when the vectors have nothing in common
 */
export function latticeWith(basis: readonly Wave[], wave: Wave, limits: LatticeLimits): Wave[] | undefined {
  const [a, b] = basis;
  const rest = a === undefined ? wave : b === undefined ? moduloLine(wave, a, limits) : moduloPlane(wave, a, b);
  if (length(rest) < limits.tolerance) return [...basis];
  if (length(rest) < limits.shortest) return undefined;
  if (a === undefined) return [rest];
  if (b === undefined) {
    const isOnLine = Math.abs(cross(a, rest)) < limits.tolerance * length(a);
    return isOnLine ? latticeWith([rest], a, limits) : shortened(a, rest, limits);
  }
  // the lattice is finer than its basis: begin again with the two shortest of the three that are not on one line
  const [first, ...others] = [a, b, rest].sort((x, y) => length(x) - length(y)) as [Wave, Wave, Wave];
  const next = others.find((other) => Math.abs(cross(first, other)) >= limits.tolerance * length(first));
  const last = others.find((other) => other !== next);
  const begun = next && shortened(first, next, limits);
  return begun && last && latticeWith(begun, last, limits);
}

/**
 * The basis whose sums and multiples come nearest to measured vectors, by least squares: a vector of ten times another tells its
 * length ten times as exactly.
 *
 * @param basis one or two vectors, good enough to tell which sum each of the measured ones is
 */
export function fittedBasis(basis: readonly Wave[], measured: readonly Wave[]): Wave[] {
  const [a, b] = basis as [Wave, Wave?];
  const sums = measured.map((wave) => wholeCoordinates(wave, a, b));
  const sumOf = (value: (i: number) => number) => sums.reduce((sum, _, i) => sum + value(i), 0);
  const times = (i: number, k: 0 | 1) => (sums[i] as Wave)[k];
  const [aa, ab, bb] = [sumOf((i) => times(i, 0) ** 2), sumOf((i) => times(i, 0) * times(i, 1)), sumOf((i) => times(i, 1) ** 2)];
  const right = (k: 0 | 1, axis: 0 | 1) => sumOf((i) => times(i, k) * (measured[i] as Wave)[axis]);
  if (b === undefined) return aa === 0 ? [...basis] : [[right(0, 0) / aa, right(0, 1) / aa]];
  const determinant = aa * bb - ab ** 2;
  // all on one line: they say nothing of the other direction
  if (determinant === 0) return [...basis];
  const solved = (axis: 0 | 1): [number, number] => [
    (bb * right(0, axis) - ab * right(1, axis)) / determinant,
    (aa * right(1, axis) - ab * right(0, axis)) / determinant,
  ];
  const [down, across] = [solved(0), solved(1)];
  return [
    [down[0], across[0]],
    [down[1], across[1]],
  ];
}

/** How often a sum has each vector of a basis. */
function wholeCoordinates(wave: Wave, a: Wave, b: Wave | undefined): Wave {
  if (b === undefined) return [nearest(dot(wave, a) / dot(a, a)), 0];
  return [nearest(cross(wave, b) / cross(a, b)), nearest(cross(a, wave) / cross(a, b))];
}

/** Lagrange's reduction: the shortest basis of the lattice of two vectors. */
function shortened(a: Wave, b: Wave, limits: LatticeLimits): Wave[] | undefined {
  const [short, long] = length(a) <= length(b) ? [a, b] : [b, a];
  const rest = minus(long, short, nearest(dot(long, short) / dot(short, short)));
  if (length(rest) < limits.shortest) return undefined;
  return length(rest) < length(short) ? shortened(rest, short, limits) : [short, rest];
}

/** What is left of a vector along a line; one beside the line stays as it is. */
function moduloLine(wave: Wave, a: Wave, { tolerance }: LatticeLimits): Wave {
  if (Math.abs(cross(a, wave)) >= tolerance * length(a)) return wave;
  return minus(wave, a, wholeCoordinates(wave, a, undefined)[0]);
}

/** What is left of a vector between the points of a lattice. */
function moduloPlane(wave: Wave, a: Wave, b: Wave): Wave {
  const [m, n] = wholeCoordinates(wave, a, b);
  return minus(minus(wave, a, m), b, n);
}

const nearest = Math.round;
const length = (a: Wave) => Math.hypot(...a);
const dot = (a: Wave, b: Wave) => a[0] * b[0] + a[1] * b[1];
const cross = (a: Wave, b: Wave) => a[0] * b[1] - a[1] * b[0];
const minus = (a: Wave, b: Wave, times: number): Wave => [a[0] - times * b[0], a[1] - times * b[1]];
