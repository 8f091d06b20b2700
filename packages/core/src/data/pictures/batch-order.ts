import type { RandomStream } from '@aigc/plugin-api';

/**
 * Which pictures each step takes: the data in a new random order every epoch, read on without a break, so that a batch may
 * end one epoch and begin the next. The step alone decides; nothing is to be saved for a resume.
 */
export class BatchOrder {
  private readonly shuffle: RandomStream;
  private readonly count: number;
  private readonly orders = new Map<number, Uint32Array>();

  constructor(stream: RandomStream, count: number) {
    this.shuffle = stream.fork('shuffle');
    this.count = count;
  }

  /** Indices of the `batchSize` pictures of a step; steps count from 1. */
  indices(step: number, batchSize: number): Uint32Array {
    const first = (step - 1) * batchSize;
    return Uint32Array.from({ length: batchSize }, (_, i) => {
      const position = first + i;
      return this.order(Math.floor(position / this.count))[position % this.count] as number;
    });
  }

  private order(epoch: number): Uint32Array {
    let order = this.orders.get(epoch);
    if (order === undefined) {
      if (this.orders.size > 1) this.orders.clear();
      order = this.shuffle.at(epoch).permutation(this.count);
      this.orders.set(epoch, order);
    }
    return order;
  }
}
