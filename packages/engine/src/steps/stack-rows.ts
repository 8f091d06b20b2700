import type { DataType, HostData, HostTensor } from '@aigc/plugin-api';

const ARRAYS = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

/** Tensors of one form as the rows of one tensor: `[...shape]` times n -> `[n, ...shape]`. A single row is not copied. */
export function stackRows(rows: readonly [HostTensor, ...HostTensor[]]): HostTensor {
  const [{ shape, dtype, data: first }] = rows;
  if (rows.length === 1) return { shape: [1, ...shape], dtype, data: first };
  const data: HostData[DataType] = new ARRAYS[dtype](rows.length * first.length);
  for (const [row, tensor] of rows.entries()) data.set(tensor.data, row * first.length);
  return { shape: [rows.length, ...shape], dtype, data };
}
