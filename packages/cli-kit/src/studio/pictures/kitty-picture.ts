import { deflateSync } from 'node:zlib';
import type { CellBox, Picture } from './picture.js';

const CHUNK = 4096;
const PICTURE_ID = 1;

/**
 * A picture in Kitty's graphics protocol, drawn from the cursor on, which stays where it is. It takes the place of the one before.
 *
 * @see https://sw.kovidgoyal.net/kitty/graphics-protocol
 */
export function kittyPicture(picture: Picture, box: CellBox): string {
  const payload = deflateSync(picture.data).toString('base64');
  const chunks = payload.match(new RegExp(`.{1,${CHUNK}}`, 'g')) ?? [''];
  const size = `s=${picture.width},v=${picture.height},c=${box.columns},r=${box.rows}`;
  // f=24: RGB; o=z: deflated; C=1: the cursor stays; q=2: no answer
  const control = `a=T,f=24,o=z,t=d,i=${PICTURE_ID},p=1,C=1,q=2,${size}`;
  return chunks
    .map((chunk, i) => `\u001b_G${i === 0 ? `${control},` : ''}m=${i === chunks.length - 1 ? 0 : 1};${chunk}\u001b\\`)
    .join('');
}

/** Takes the picture away; such pictures lie above the text and outlive it. */
export const KITTY_CLEAR = `\u001b_Ga=d,d=I,i=${PICTURE_ID},q=2\u001b\\`;
