import { aroundOne, type InitialisedEntry, type Initialiser, normal, zeros } from '@aigc/nn';

/** Standard deviation of first weights (Radford et al. 2016, arXiv 1511.06434, section 4). */
const INITIAL_DEVIATION = 0.02;

/** A kernel, normal around 0 unless said otherwise. */
export function weight(
  name: string,
  shape: readonly number[],
  initialiser: Initialiser = normal(INITIAL_DEVIATION),
): InitialisedEntry {
  return { name, shape, initialiser };
}

/** A bias, 0 at first. */
export function bias(name: string, size: number): InitialisedEntry {
  return { name, shape: [size], initialiser: zeros };
}

/** Scale and shift of a normalisation; a row for each class where there are classes. */
export function normEntries(name: string, size: number, classCount = 0): InitialisedEntry[] {
  const shape = classCount === 0 ? [size] : [classCount, size];
  return [
    { name: `${name}.scale`, shape, initialiser: aroundOne(INITIAL_DEVIATION) },
    { name: `${name}.shift`, shape, initialiser: zeros },
  ];
}

/** Running mean and variance of a normalisation. */
export function statisticsEntries(name: string, size: number): InitialisedEntry[] {
  return [bias(`${name}.mean`, size), { name: `${name}.variance`, shape: [size], initialiser: aroundOne(0) }];
}
