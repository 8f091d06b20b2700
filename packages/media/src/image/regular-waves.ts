import type { Image } from './image.js';
import { fittedBasis, latticeWith, type Wave } from './plane-lattice.js';
import { powerSpectrum } from './power-spectrum.js';
import { toChannels } from './to-channels.js';

/** Longest side of the square that is looked at, in pixels. */
const MAX_SIDE = 1024;
/** Fewest cycles in the square: longer waves are the light of the scene. */
const FEWEST_CYCLES = 4;
/** Most cycles a pixel: finer waves are grain. */
const FINEST = 0.25;
/** Times the power of other waves of about its length from which on a wave is a pattern. */
const PROMINENCE = 150;
/** Strongest waves that a pattern is made out from. */
const MOST_PEAKS = 16;
/** Error of a wave, in cycles over the square. */
const TOLERANCE = 1;
/** Times the power of shorter and longer waves of its direction: an edge has them all, a pattern whole multiples. */
const STEEPNESS = 10;
/** How much shorter and longer those are, in cycles over the square: beyond what the window smears. */
const BESIDE = [-5, -4, -3, 3, 4, 5];

interface Peak {
  readonly wave: Wave;
  readonly power: number;
  readonly prominence: number;
}

/**
 * The waves whose sums and multiples make up a picture that repeats: two for a brick wall, one for stripes, none for sand. From their
 * phases follows every place in the pattern.
 *
 * A wave counts where it stands out among all of its length, as those of a regular pattern do.
 */
export function regularWaves(image: Image): Wave[] {
  const side = spectrumSide(image);
  const peaks = spectralPeaks(image).filter(({ prominence }) => prominence >= PROMINENCE);
  const limits = { tolerance: TOLERANCE / side, shortest: FEWEST_CYCLES / side };
  let basis: Wave[] = [];
  const ofPattern: Wave[] = [];
  for (const { wave } of peaks.slice(0, MOST_PEAKS)) {
    const next = latticeWith(basis, wave, limits);
    if (next === undefined) continue;
    basis = next;
    ofPattern.push(wave);
  }
  return basis.length === 0 ? [] : fittedBasis(basis, ofPattern);
}

function spectrumSide({ width, height }: Image): number {
  return 2 ** Math.floor(Math.log2(Math.min(width, height, MAX_SIDE)));
}

/** Local maxima of the spectrum of half a plane, the strongest first. */
function spectralPeaks(image: Image): Peak[] {
  const side = spectrumSide(image);
  const power = powerSpectrum(windowed(image, side), side);
  const at = (v: number, u: number) => power[((v + side) % side) * side + ((u + side) % side)] as number;
  const rings = ringMedians(power, side);
  const peaks: Peak[] = [];
  for (let v = 0; v <= FINEST * side; v++) {
    for (let u = -FINEST * side; u <= FINEST * side; u++) {
      const radius = Math.hypot(v, u);
      if ((v === 0 && u < 0) || radius < FEWEST_CYCLES || radius > FINEST * side) continue;
      const here = at(v, u);
      if (!isHighest(at, v, u) || here < STEEPNESS * medianBeside(at, v, u)) continue;
      const [row, column] = [v + offset(at(v - 1, u), here, at(v + 1, u)), u + offset(at(v, u - 1), here, at(v, u + 1))];
      peaks.push({ wave: [row / side, column / side], power: here, prominence: here / (rings[Math.round(radius)] as number) });
    }
  }
  return peaks.sort((a, b) => b.power - a.power);
}

function isHighest(at: (v: number, u: number) => number, v: number, u: number): boolean {
  for (let dv = -2; dv <= 2; dv++) {
    for (let du = -2; du <= 2; du++) if (at(v + dv, u + du) > at(v, u)) return false;
  }
  return true;
}

function medianBeside(at: (v: number, u: number) => number, v: number, u: number): number {
  const radius = Math.hypot(v, u);
  return median(BESIDE.map((more) => at(Math.round(v * (1 + more / radius)), Math.round(u * (1 + more / radius)))));
}

/** Where a parabola through the logarithms of three neighbours has its top, -0.5 to 0.5 from the middle one. */
function offset(before: number, here: number, after: number): number {
  const [a, b, c] = [Math.log(before), Math.log(here), Math.log(after)];
  const bend = a - 2 * b + c;
  return bend < 0 ? (a - c) / (2 * bend) : 0;
}

/** The middle of a picture in grey without its mean, faded out to the edges (Hann) so that they are no pattern. */
function windowed(image: Image, side: number): Float64Array {
  const { data, width, height } = toChannels(image, 1);
  const [top, left] = [Math.floor((height - side) / 2), Math.floor((width - side) / 2)];
  const fade = Float64Array.from({ length: side }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / side));
  const values = new Float64Array(side * side);
  let mean = 0;
  for (let i = 0; i < values.length; i++) {
    values[i] = data[(top + Math.floor(i / side)) * width + left + (i % side)] as number;
    mean += (values[i] as number) / values.length;
  }
  return values.map((value, i) => (value - mean) * (fade[Math.floor(i / side)] as number) * (fade[i % side] as number));
}

/**
 * Median power of all waves of about a length, by whole cycles in the square; at least that of rounding to bytes, or the errors of
 * the transform would be patterns in a picture without grain.
 */
function ringMedians(power: Float64Array, side: number): number[] {
  const rings: number[][] = Array.from({ length: side }, () => []);
  for (let v = -side / 2; v < side / 2; v++) {
    for (let u = -side / 2; u < side / 2; u++) {
      rings[Math.round(Math.hypot(v, u))]?.push(power[((v + side) % side) * side + ((u + side) % side)] as number);
    }
  }
  return rings.map((ring) => Math.max(median(ring), roundingPower(side)));
}

/** Power of each wave in rounding errors: a variance of 1/12 for each pixel, of which the window leaves 3/8 down and 3/8 across. */
function roundingPower(side: number): number {
  return ((3 / 8) ** 2 * side ** 2) / 12;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
