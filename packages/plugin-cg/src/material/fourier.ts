// Fast Fourier transform of any length: radix 2, and Bluestein's chirp for the rest.
// Cooley and Tukey, 1965; Bluestein, 1970.

/** Transforms one complex vector in place: X[k] = sum over n of x[n] exp(-2 pi i k n / N), not scaled. */
export type Transform = (re: Float64Array, im: Float64Array) => void;

/** Prepares the transform of vectors of `size` elements; swap `re` and `im` for the inverse (not scaled). */
export function createTransform(size: number): Transform {
  return (size & (size - 1)) === 0 ? createRadix2(size) : createBluestein(size);
}

function createRadix2(size: number): Transform {
  const cos = Float64Array.from({ length: size / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / size));
  const sin = Float64Array.from({ length: size / 2 }, (_, i) => -Math.sin((2 * Math.PI * i) / size));
  const reversed = new Uint32Array(size);
  for (let i = 1; i < size; i++) reversed[i] = (reversed[i >> 1]! >> 1) | (i & 1 ? size >> 1 : 0);
  return (re, im) => {
    for (let i = 0; i < size; i++) {
      const j = reversed[i]!;
      if (j > i) {
        [re[i], re[j]] = [re[j]!, re[i]!];
        [im[i], im[j]] = [im[j]!, im[i]!];
      }
    }
    for (let half = 1; half < size; half *= 2) butterflies(re, im, half, { cos, sin });
  };
}

function butterflies(
  re: Float64Array,
  im: Float64Array,
  half: number,
  { cos, sin }: { readonly cos: Float64Array; readonly sin: Float64Array },
): void {
  const size = re.length;
  const stride = size / (2 * half);
  for (let start = 0; start < size; start += 2 * half) {
    for (let k = 0; k < half; k++) {
      const low = start + k;
      const high = low + half;
      const c = cos[k * stride]!;
      const s = sin[k * stride]!;
      const a = re[high]! * c - im[high]! * s;
      const b = re[high]! * s + im[high]! * c;
      re[high] = re[low]! - a;
      im[high] = im[low]! - b;
      re[low] = re[low]! + a;
      im[low] = im[low]! + b;
    }
  }
}

function createBluestein(size: number): Transform {
  let padded = 1;
  while (padded < 2 * size - 1) padded *= 2;
  const transform = createRadix2(padded);
  // n * n is taken modulo 2N before it becomes an angle: large squares would lose digits.
  const angles = Float64Array.from({ length: size }, (_, n) => (Math.PI * ((n * n) % (2 * size))) / size);
  const kernelRe = new Float64Array(padded);
  const kernelIm = new Float64Array(padded);
  angles.forEach((angle, n) => {
    kernelRe[n] = kernelRe[(padded - n) % padded] = Math.cos(angle) / padded;
    kernelIm[n] = kernelIm[(padded - n) % padded] = Math.sin(angle) / padded;
  });
  transform(kernelRe, kernelIm);
  const a = new Float64Array(padded);
  const b = new Float64Array(padded);
  return (re, im) => {
    a.fill(0);
    b.fill(0);
    for (let n = 0; n < size; n++) [a[n], b[n]] = turn(re[n]!, im[n]!, angles[n]!);
    transform(a, b);
    for (let k = 0; k < padded; k++) {
      const real = a[k]! * kernelRe[k]! - b[k]! * kernelIm[k]!;
      b[k] = a[k]! * kernelIm[k]! + b[k]! * kernelRe[k]!;
      a[k] = real;
    }
    transform(b, a);
    for (let k = 0; k < size; k++) [re[k], im[k]] = turn(a[k]!, b[k]!, angles[k]!);
  };
}

/** (re + i im) * exp(-i angle) */
function turn(re: number, im: number, angle: number): readonly [number, number] {
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  return [re * c + im * s, im * c - re * s];
}
