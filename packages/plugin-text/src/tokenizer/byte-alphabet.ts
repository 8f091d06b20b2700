// The printable stand-ins for bytes of byte-level tokenizers: Radford et al. 2019, section 2.2.

/** Bytes that are printable characters of Latin-1, and stand for themselves. */
const isPrintable = (byte: number) =>
  (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);

/** Where the stand-ins of the other bytes begin. */
const FIRST_STAND_IN = 0x100;

/** The character that stands for each byte in a token's name; space is `Ġ`. */
export const BYTE_CHARACTERS: readonly string[] = (() => {
  let next = FIRST_STAND_IN;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(isPrintable(byte) ? byte : next++));
})();

const BYTE_OF = new Map(BYTE_CHARACTERS.map((character, byte) => [character, byte]));

/** A token's name for its bytes. */
export function nameOfBytes(bytes: ArrayLike<number>): string {
  return Array.from(bytes, (byte) => BYTE_CHARACTERS[byte] as string).join('');
}

/** The bytes that a token's name stands for, or undefined where it has other characters. */
export function bytesOfName(name: string): Uint8Array | undefined {
  const bytes = Array.from(name, (character) => BYTE_OF.get(character));
  return bytes.includes(undefined) ? undefined : Uint8Array.from(bytes as number[]);
}
