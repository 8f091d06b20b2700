import type { Image } from './image.js';
import { insertPngText } from './png-text.js';
import { colourSpace, pixelsToSharp } from './sharp-pixels.js';

/** What goes into a PNG file beside its pixels. */
export interface EncodePngOptions {
  /** Text by keyword (1 to 79 Latin-1 characters), written as UTF-8 iTXt chunks. */
  readonly text?: Readonly<Record<string, string>>;
}

/** Encodes 8 or 16 bits a channel losslessly; the same pixels and text give the same bytes. */
export async function encodePng(
  image: Image<Uint8Array> | Image<Uint16Array>,
  options: EncodePngOptions = {},
): Promise<Uint8Array> {
  const space = colourSpace(image.channels <= 2, image.data instanceof Uint16Array);
  // Options are spelt out, so that a new default of the library cannot change the bytes unnoticed.
  const png = { compressionLevel: 6, adaptiveFiltering: false, palette: false, progressive: false };
  const bytes = new Uint8Array(await pixelsToSharp(image).toColourspace(space).png(png).toBuffer());
  return options.text === undefined ? bytes : insertPngText(bytes, options.text);
}
