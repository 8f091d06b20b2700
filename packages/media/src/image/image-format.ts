/** Formats that are decoded, named as sharp names them; AVIF and HEIC are `heif`. */
export type ImageFormat = 'png' | 'jpeg' | 'webp' | 'gif' | 'tiff' | 'heif';

const SIGNATURES: readonly (readonly [ImageFormat, offset: number, bytes: string])[] = [
  ['png', 0, '\x89PNG\r\n\x1a\n'],
  ['jpeg', 0, '\xff\xd8\xff'],
  ['gif', 0, 'GIF8'],
  ['webp', 8, 'WEBP'],
  ['tiff', 0, 'II*\0'],
  ['tiff', 0, 'MM\0*'],
  ['tiff', 0, 'II+\0'],
  ['tiff', 0, 'MM\0+'],
  ['heif', 4, 'ftyp'],
];
const LONGEST = 12;

/**
 * The format that the first bytes of a file say, whatever its name; undefined for all others. What has no such beginning
 * (SVG, PDF, playlists) never reaches a decoder.
 */
export function imageFormat(bytes: Uint8Array): ImageFormat | undefined {
  const start = Buffer.from(bytes.subarray(0, LONGEST)).toString('latin1');
  return SIGNATURES.find(([, offset, signature]) => start.startsWith(signature, offset))?.[0];
}
