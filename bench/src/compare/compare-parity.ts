import type { Sides } from './runners.js';

/** Largest relative difference that counts as the same work in float32. */
const TOLERANCE = 1e-4;
/** The reference prints norms with six decimals. */
const HALF_LAST_DIGIT = 5e-7;

/** How far loss and gradient norms are from the reference's, relative. */
export interface ParityComparison {
  readonly name: string;
  readonly params: number;
  readonly loss: number;
  /** Of the norm of the whole gradient. */
  readonly grad_norm: number;
  /** Parameters compared, and how many are further away than the tolerance. */
  readonly parameters: number;
  readonly beyond: number;
  /** Half of the parameters are closer than this. */
  readonly median: number;
  readonly worst: { readonly parameter: string; readonly difference: number };
  /** All within the tolerance, over the same parameters. */
  readonly agrees: boolean;
}

interface Side {
  readonly params: number;
  readonly loss: number;
  readonly grad_norm: number;
  readonly grad_norms: { readonly [parameter: string]: number };
}

const relative = (ours: number, theirs: number, allowed = 0) => Math.max(0, Math.abs(ours - theirs) - allowed) / Math.abs(theirs);

/** Compares loss and every gradient norm at parameters and inputs set by formula. */
export async function compareParity(name: string, { ours, torch }: Sides): Promise<ParityComparison> {
  const mine = (await ours(name, ['--parity'])) as unknown as Side;
  const theirs = (await torch(name, ['--parity'])) as unknown as Side;
  const differences = Object.entries(theirs.grad_norms)
    .map(([parameter, norm]) => ({
      parameter,
      difference: relative(mine.grad_norms[parameter] ?? Number.NaN, norm, HALF_LAST_DIGIT),
    }))
    .sort((a, b) => b.difference - a.difference);
  const loss = relative(mine.loss, theirs.loss);
  const beyond = differences.filter(({ difference }) => !(difference <= TOLERANCE)).length;
  const sameParameters = mine.params === theirs.params && Object.keys(mine.grad_norms).length === differences.length;
  return {
    name,
    params: mine.params,
    loss,
    grad_norm: relative(mine.grad_norm, theirs.grad_norm),
    parameters: differences.length,
    beyond,
    median: differences[differences.length >> 1]?.difference as number,
    worst: differences[0] as ParityComparison['worst'],
    agrees: sameParameters && loss <= TOLERANCE && beyond === 0,
  };
}
