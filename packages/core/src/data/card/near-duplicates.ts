import { hashDistance, type PictureHash, thumbnailDistance } from './picture-hash.js';

/** Bits of 64 in which the hashes of pictures that look alike may differ. */
export const NEAR_BITS = 3;
/** Grey levels by which their 16 x 16 thumbnails may differ (root mean square): the hashes of line drawings are alike too soon. */
export const NEAR_LEVELS = 20;

const BANDS = 4;
const BAND_BITS = 16;

/**
 * Groups pictures that look alike (`NEAR_BITS`, `NEAR_LEVELS`); undefined hashes are in no group. Two such hashes agree in one of
 * four bands of 16 bits, so that only those that share a band are compared.
 *
 * @returns groups of two or more indices
 */
export function nearDuplicates(hashes: readonly (PictureHash | undefined)[]): number[][] {
  const groups = new Groups(hashes.length);
  for (let band = 0; band < BANDS; band++) {
    const buckets = new Map<number, number[]>();
    hashes.forEach((hash, index) => {
      if (hash === undefined) return;
      const key = ((hash.bits[band >> 1] as number) >>> (BAND_BITS * (band & 1))) & 0xffff;
      const bucket = buckets.get(key);
      if (bucket === undefined) buckets.set(key, [index]);
      else bucket.push(index);
    });
    for (const bucket of buckets.values()) joinNear(bucket, hashes, groups);
  }
  return groups.list();
}

function joinNear(bucket: readonly number[], hashes: readonly (PictureHash | undefined)[], groups: Groups): void {
  for (let i = 1; i < bucket.length; i++) {
    const a = bucket[i] as number;
    for (let j = 0; j < i; j++) {
      const b = bucket[j] as number;
      if (lookAlike(hashes[a] as PictureHash, hashes[b] as PictureHash)) groups.join(a, b);
    }
  }
}

function lookAlike(a: PictureHash, b: PictureHash): boolean {
  return hashDistance(a, b) <= NEAR_BITS && thumbnailDistance(a, b) <= NEAR_LEVELS;
}

/** Disjoint sets. */
class Groups {
  private readonly parents: Uint32Array;

  constructor(count: number) {
    this.parents = Uint32Array.from({ length: count }, (_, i) => i);
  }

  join(a: number, b: number): void {
    const [rootA, rootB] = [this.root(a), this.root(b)];
    this.parents[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
  }

  list(): number[][] {
    const groups = new Map<number, number[]>();
    this.parents.forEach((_, index) => {
      const root = this.root(index);
      const group = groups.get(root);
      if (group === undefined) groups.set(root, [index]);
      else group.push(index);
    });
    return [...groups.values()].filter((group) => group.length > 1);
  }

  private root(index: number): number {
    let root = index;
    while (this.parents[root] !== root) root = this.parents[root] as number;
    this.parents[index] = root;
    return root;
  }
}
