import type { Image } from '@aigc/media/image';
import type { HostTensor, Tree } from '@aigc/plugin-api';
import type { SampleFile } from '../run-catalog/sample-files.js';

/** Writes samples of a model while it trains; what is needed for that is compiled at the first call. */
export interface SampleWriter {
  /** Writes the samples of a step: always of the same seeds, so that two steps can be compared. */
  write(state: Tree<HostTensor>, step: number): Promise<SampleFile>;
  /** Those that were written last in this session; none where samples are no pictures. */
  readonly pictures: readonly Image[];
  dispose(): Promise<void>;
}
