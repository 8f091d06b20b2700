// Codes: E-DECODE-101 header length, -102 header text, -103 tensor entry, -104 data ranges, -105 value of a boolean.
import { type DataType, DecodeError } from '@aigc/plugin-api';
import { scanJsonKeys } from './scan-json-keys.js';

const MAX_HEADER_BYTES = 16 * 1024 * 1024;
const MAX_TENSORS = 100_000;
const MAX_RANK = 8;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** safetensors' name and the element size in bytes of each dtype. */
export const SAFETENSORS_TYPES: readonly { readonly name: string; readonly dtype: DataType; readonly bytes: 1 | 4 }[] = [
  { name: 'F32', dtype: 'float32', bytes: 4 },
  { name: 'I32', dtype: 'int32', bytes: 4 },
  { name: 'BOOL', dtype: 'bool', bytes: 1 },
];

/** One tensor of a file: `begin` and `end` count from the first data byte. */
export interface SafetensorsEntry {
  readonly name: string;
  readonly dtype: DataType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** A checked header: entries in the order of their data. */
export interface SafetensorsHeader {
  readonly entries: readonly SafetensorsEntry[];
  readonly metadata: Readonly<Record<string, string>>;
  /** File offset of the first data byte. */
  readonly dataStart: number;
}

/**
 * Reads and checks the header of a safetensors file; nothing is allocated that the file does not hold.
 *
 * @throws DecodeError naming `path` and the entry at fault.
 */
export function parseSafetensorsHeader(bytes: Uint8Array, path: string): SafetensorsHeader {
  const fail = failure(path);
  if (bytes.length < 8) throw fail('E-DECODE-101', `the file has ${bytes.length} bytes, fewer than the 8 of its header length`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(bytes.length - 8)) throw fail('E-DECODE-101', `the header claims ${length} bytes, more than the file has`);
  if (length > BigInt(MAX_HEADER_BYTES)) throw fail('E-DECODE-101', `the header claims ${length} bytes, the limit is 16 MiB`);
  const dataStart = 8 + Number(length);
  const { __metadata__: metadata, ...tensors } = parseText(bytes.subarray(8, dataStart), fail);
  const names = Object.keys(tensors);
  if (names.length > MAX_TENSORS) throw fail('E-DECODE-102', `${names.length} tensors are more than the limit of ${MAX_TENSORS}`);
  const entries = names.map((name) => parseEntry(name, tensors[name], fail));
  checkRanges(entries, bytes.length - dataStart, fail);
  return { entries, metadata: parseMetadata(metadata, fail), dataStart };
}

type Fail = (code: `E-DECODE-${string}`, reason: string) => DecodeError;

/** Makes the DecodeErrors of one file. */
export function failure(path: string): Fail {
  return (code, reason) => new DecodeError(code, `invalid safetensors file: ${reason}`, { path });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseText(bytes: Uint8Array, fail: Fail): Record<string, unknown> {
  if (bytes[0] !== 0x7b) throw fail('E-DECODE-102', 'the header does not start with {');
  let header: unknown;
  try {
    const text = utf8.decode(bytes);
    // {tensor: {shape: [..]}} is three deep
    const problem = scanJsonKeys(text, 3);
    if (problem?.kind === 'duplicate-key') throw fail('E-DECODE-102', `the header has the key "${problem.key}" twice`);
    if (problem?.kind === 'too-deep') throw fail('E-DECODE-102', 'the header is nested more than three deep');
    header = JSON.parse(text);
  } catch (cause) {
    if (cause instanceof DecodeError) throw cause;
    throw fail('E-DECODE-102', 'the header is not UTF-8 JSON');
  }
  if (!isRecord(header)) throw fail('E-DECODE-102', 'the header is not an object');
  return header;
}

function parseMetadata(value: unknown, fail: Fail): Record<string, string> {
  if (value === undefined) return {};
  if (!isRecord(value) || !Object.values(value).every((text) => typeof text === 'string')) {
    throw fail('E-DECODE-102', '__metadata__ may hold strings only');
  }
  return value as Record<string, string>;
}

function parseEntry(name: string, value: unknown, fail: Fail): SafetensorsEntry {
  const bad = (reason: string): DecodeError => fail('E-DECODE-103', `tensor "${name}": ${reason}`);
  if (!isRecord(value)) throw bad('its entry is not an object');
  if (Object.keys(value).sort().join() !== 'data_offsets,dtype,shape') throw bad('expected dtype, shape and data_offsets alone');
  const type = SAFETENSORS_TYPES.find((candidate) => candidate.name === value.dtype);
  if (type === undefined) throw bad(`dtype ${JSON.stringify(value.dtype)} is not one of F32, I32, BOOL`);
  const shape = sizes(value.shape);
  if (shape === undefined || shape.length > MAX_RANK) throw bad(`shape is not a list of at most ${MAX_RANK} sizes`);
  const [begin, end, ...rest] = sizes(value.data_offsets) ?? [];
  if (begin === undefined || end === undefined || rest.length > 0) throw bad('data_offsets is not a pair of offsets');
  // Beyond 2^53 products round, but then they are far from any range the file can hold.
  if (shape.reduce((product, size) => product * size, type.bytes) !== end - begin) {
    throw bad(`shape [${shape.join(', ')}] of ${type.name} does not fill its ${end - begin} bytes`);
  }
  return { name, dtype: type.dtype, shape, begin, end };
}

function sizes(value: unknown): number[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const isSize = (size: unknown): boolean => Number.isSafeInteger(size) && (size as number) >= 0;
  return value.every(isSize) ? (value as number[]) : undefined;
}

function checkRanges(entries: SafetensorsEntry[], dataBytes: number, fail: Fail): void {
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let end = 0;
  for (const entry of entries) {
    if (entry.begin !== end) {
      throw fail('E-DECODE-104', `tensor "${entry.name}" starts at ${entry.begin}, expected ${end}: no gaps or overlaps`);
    }
    end = entry.end;
  }
  if (end !== dataBytes) throw fail('E-DECODE-104', `the tensors end at ${end}, the data at ${dataBytes}`);
}
