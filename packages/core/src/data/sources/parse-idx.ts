// The IDX format of MNIST: two zero bytes, the type, the number of dimensions, each as a 32-bit number, then the values.
// Code: E-DATA-023 damaged IDX file.
import { DatasetError } from '@aigc/plugin-api';

/** An array of bytes. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

const UNSIGNED_BYTE = 0x08;
const MAX_DIMENSIONS = 4;

/** Do these first bytes begin an IDX file of unsigned bytes? */
export function isIdx(start: Uint8Array): boolean {
  const [zero0, zero1, type, dimensions = 0] = start;
  return zero0 === 0 && zero1 === 0 && type === UNSIGNED_BYTE && dimensions >= 1 && dimensions <= MAX_DIMENSIONS;
}

/**
 * Reads an IDX file of unsigned bytes.
 *
 * @throws DatasetError E-DATA-023 where it is another file, or longer or shorter than its header says.
 * @see LeCun, Cortes and Burges, "The MNIST database of handwritten digits", file formats
 */
export function parseIdx(bytes: Uint8Array, path: string): IdxArray {
  const damaged = (what: string) =>
    new DatasetError('E-DATA-023', `the IDX file ${what}`, { path, hints: ['get the file again from where it came from'] });
  if (!isIdx(bytes)) throw damaged('does not begin with the header of unsigned bytes in 1 to 4 dimensions');
  const dimensions = bytes[3] as number;
  const start = 4 + 4 * dimensions;
  if (bytes.length < start) throw damaged('ends within its header');
  const header = new DataView(bytes.buffer, bytes.byteOffset, start);
  const shape = Array.from({ length: dimensions }, (_, i) => header.getUint32(4 + 4 * i));
  const size = shape.reduce((product, side) => product * side, 1);
  const data = bytes.subarray(start);
  if (data.length !== size) throw damaged(`holds ${data.length} values where [${shape.join(', ')}] needs ${size}`);
  return { shape, data };
}
