import type { RandomStream } from '@aigc/plugin-api';
import type { Codes } from './fit-mixture.js';

/**
 * First means, `[k, size]`: points of the data, each drawn with a chance that grows with the square of its distance to those
 * drawn before.
 *
 * @see Arthur and Vassilvitskii 2007, k-means++, section 2.2
 */
export function seedMeans({ data, count, size }: Codes, k: number, random: RandomStream): Float64Array {
  const means = new Float64Array(k * size);
  const drawn = random.fork('means').uniform(k);
  const nearest = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  let chosen = Math.floor((drawn[0] as number) * count);
  for (let c = 0; ; c++) {
    means.set(data.subarray(chosen * size, (chosen + 1) * size), c * size);
    if (c === k - 1) return means;
    let total = 0;
    for (let i = 0; i < count; i++) {
      let distance = 0;
      for (let d = 0; d < size; d++) distance += ((data[i * size + d] as number) - (means[c * size + d] as number)) ** 2;
      if (distance < (nearest[i] as number)) nearest[i] = distance;
      total += nearest[i] as number;
    }
    let left = (drawn[c + 1] as number) * total;
    chosen = 0;
    while (chosen < count - 1 && left >= (nearest[chosen] as number)) left -= nearest[chosen++] as number;
  }
}
