// The safetensors format, little-endian as every machine that Node runs on.
import type { HostTensor } from '@aigc/plugin-api';
import { failure, parseSafetensorsHeader, SAFETENSORS_TYPES, type SafetensorsEntry } from './safetensors-header.js';

/** Tensors by name. */
export type TensorMap = ReadonlyMap<string, HostTensor>;

/** What a safetensors file holds. */
export interface SafetensorsFile {
  readonly tensors: TensorMap;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The bytes of a tensor's elements, not copied. */
export function tensorBytes(tensor: HostTensor): Uint8Array {
  return new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength);
}

/** A safetensors file; the same tensors give the same bytes, whatever their order in the map. */
export function encodeSafetensors(tensors: TensorMap, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  // four-byte elements first, so that every tensor is aligned; by name within
  const sorted = [...tensors].sort(([nameA, a], [nameB, b]) => {
    const order = Number(a.dtype === 'bool') - Number(b.dtype === 'bool');
    return order !== 0 ? order : nameA < nameB ? -1 : 1;
  });
  const header: Record<string, unknown> = {};
  if (Object.keys(metadata).length > 0) header.__metadata__ = metadata;
  let end = 0;
  for (const [name, tensor] of sorted) {
    const begin = end;
    end += tensor.data.byteLength;
    const dtype = SAFETENSORS_TYPES.find((type) => type.dtype === tensor.dtype)?.name;
    header[name] = { dtype, shape: tensor.shape, data_offsets: [begin, end] };
  }
  const text = Buffer.from(JSON.stringify(header));
  const headerBytes = Math.ceil(text.length / 8) * 8;
  const bytes = Buffer.alloc(8 + headerBytes + end, 0x20);
  bytes.writeBigUInt64LE(BigInt(headerBytes), 0);
  text.copy(bytes, 8);
  let offset = 8 + headerBytes;
  for (const [, tensor] of sorted) {
    bytes.set(tensorBytes(tensor), offset);
    offset += tensor.data.byteLength;
  }
  return bytes;
}

/**
 * Reads a safetensors file strictly; the tensors are copies.
 *
 * @throws DecodeError naming `path` and what is wrong.
 */
export function decodeSafetensors(bytes: Uint8Array, path: string): SafetensorsFile {
  const { entries, metadata, dataStart } = parseSafetensorsHeader(bytes, path);
  const tensors = new Map<string, HostTensor>();
  for (const entry of entries) {
    const data = bytes.slice(dataStart + entry.begin, dataStart + entry.end);
    tensors.set(entry.name, { shape: entry.shape, dtype: entry.dtype, data: elements(entry, data, path) });
  }
  return { tensors, metadata };
}

function elements(entry: SafetensorsEntry, bytes: Uint8Array, path: string): HostTensor['data'] {
  const { buffer, byteOffset, byteLength } = bytes;
  if (entry.dtype === 'float32') return new Float32Array(buffer, byteOffset, byteLength / 4);
  if (entry.dtype === 'int32') return new Int32Array(buffer, byteOffset, byteLength / 4);
  if (bytes.some((value) => value > 1))
    throw failure(path)('E-DECODE-105', `tensor "${entry.name}" holds a BOOL that is not 0 or 1`);
  return bytes;
}
