// Text chunks of PNG files: read tEXt, zTXt and iTXt, write iTXt.
import { crc32, inflateSync } from 'node:zlib';
import { DecodeError } from '@aigc/plugin-api';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
// A small compressed chunk may not expand into all memory.
const MAX_TEXT_BYTES = 16 * 1024 * 1024;
const latin1 = new TextDecoder('latin1');
const utf8 = new TextDecoder('utf-8', { fatal: true });

interface Chunk {
  readonly type: string;
  /** The whole chunk: length, type, content, checksum. */
  readonly bytes: Uint8Array;
  readonly content: Uint8Array;
}

/**
 * The text of a PNG file by keyword (compressed chunks included); the last of several with one keyword.
 *
 * @throws DecodeError E-DECODE-005 when the bytes are no PNG file or a chunk is damaged.
 */
export function readPngText(bytes: Uint8Array): Readonly<Record<string, string>> {
  const entries = [...readChunks(bytes)].map(readText).filter((entry) => entry !== undefined);
  return Object.fromEntries(entries);
}

/**
 * A copy of a PNG file with text added as iTXt chunks (UTF-8) before its pixels; text of the same keyword is replaced.
 *
 * @throws DecodeError E-DECODE-005 when the bytes are no PNG file.
 * @see PNG specification, third edition, 11.3.3.4
 */
export function insertPngText(bytes: Uint8Array, text: Readonly<Record<string, string>>): Uint8Array {
  const kept = [...readChunks(bytes)].filter((chunk) => {
    const keyword = readText(chunk)?.[0];
    return keyword === undefined || !Object.hasOwn(text, keyword);
  });
  const added = Object.entries(text).map(([keyword, value]) => internationalText(keyword, value));
  const pixels = kept.findIndex((chunk) => chunk.type === 'IDAT');
  const before = kept.slice(0, pixels).map((chunk) => chunk.bytes);
  const after = kept.slice(pixels).map((chunk) => chunk.bytes);
  return new Uint8Array(Buffer.concat([Uint8Array.from(SIGNATURE), ...before, ...added, ...after]));
}

function* readChunks(bytes: Uint8Array): Generator<Chunk> {
  if (!SIGNATURE.every((value, index) => bytes[index] === value)) throw damaged('the PNG signature is missing');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = SIGNATURE.length;
  while (offset < bytes.length) {
    if (offset + 12 > bytes.length) throw damaged('the last chunk is cut off');
    const length = view.getUint32(offset);
    const end = offset + 12 + length;
    const type = latin1.decode(bytes.subarray(offset + 4, offset + 8));
    if (end > bytes.length) throw damaged(`chunk ${type} is cut off`);
    if (crc32(bytes.subarray(offset + 4, end - 4)) !== view.getUint32(end - 4)) throw damaged(`checksum of ${type} differs`);
    yield { type, bytes: bytes.subarray(offset, end), content: bytes.subarray(offset + 8, end - 4) };
    if (type === 'IEND') return;
    offset = end;
  }
  throw damaged('the end is missing');
}

function readText({ type, content }: Chunk): readonly [keyword: string, text: string] | undefined {
  if (type !== 'tEXt' && type !== 'zTXt' && type !== 'iTXt') return undefined;
  const split = content.indexOf(0);
  if (split < 1) throw damaged(`chunk ${type} has no keyword`);
  const keyword = latin1.decode(content.subarray(0, split));
  const rest = content.subarray(split + 1);
  if (type === 'tEXt') return [keyword, latin1.decode(rest)];
  if (type === 'zTXt') return [keyword, latin1.decode(inflate(rest.subarray(1)))];
  // iTXt: compression flag, compression method, language, 0, translated keyword, 0, text
  const language = rest.indexOf(0, 2);
  const translated = language < 0 ? -1 : rest.indexOf(0, language + 1);
  if (translated < 0) throw damaged('chunk iTXt is incomplete');
  const body = rest.subarray(translated + 1);
  try {
    return [keyword, utf8.decode(rest[0] === 1 ? inflate(body) : body)];
  } catch (cause) {
    if (cause instanceof DecodeError) throw cause;
    throw damaged('chunk iTXt is not UTF-8');
  }
}

function inflate(bytes: Uint8Array): Uint8Array {
  try {
    return inflateSync(bytes, { maxOutputLength: MAX_TEXT_BYTES });
  } catch (cause) {
    throw damaged(`compressed text cannot be read (${cause instanceof Error ? cause.message : String(cause)})`);
  }
}

function internationalText(keyword: string, value: string): Uint8Array {
  // Header of iTXt after the keyword: 0, uncompressed, method 0, no language, no translation.
  const content = Buffer.concat([Buffer.from(keyword, 'latin1'), Uint8Array.of(0, 0, 0, 0, 0), Buffer.from(value, 'utf8')]);
  const chunk = Buffer.alloc(content.length + 12);
  chunk.writeUInt32BE(content.length, 0);
  chunk.write('iTXt', 4, 'latin1');
  content.copy(chunk, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, -4)), chunk.length - 4);
  return chunk;
}

function damaged(reason: string): DecodeError {
  return new DecodeError('E-DECODE-005', `cannot read the PNG file's chunks: ${reason}`);
}
