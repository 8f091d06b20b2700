import type { Picture } from './picture.js';

/** On fewer pixels, nobody can tell what a picture of a sheet shows. */
const READABLE_PIXELS = 16;

/**
 * The upper left part of a sheet that is large enough to see in a box: as many whole pictures as have 16 pixels each there.
 *
 * @param tile side of one picture in pixels; undefined where the file is no sheet
 */
export function readablePart(
  sheet: Picture,
  box: { readonly width: number; readonly height: number },
  tile: number | undefined,
): Picture {
  if (tile === undefined || tile < 1) return sheet;
  const width = partSide(sheet.width, box.width, tile);
  const height = partSide(sheet.height, box.height, tile);
  return width === sheet.width && height === sheet.height ? sheet : cut(sheet, width, height);
}

/** Pictures and the gaps between them repeat; gaps are thinner than half a picture. */
function partSide(side: number, box: number, tile: number): number {
  const count = Math.max(1, Math.floor(side / tile));
  const shown = Math.max(1, Math.floor(box / Math.min(READABLE_PIXELS, tile)));
  return shown >= count ? side : Math.round((side * shown) / count);
}

function cut({ width: stride, data }: Picture, width: number, height: number): Picture {
  const part = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) part.set(data.subarray(y * stride * 3, (y * stride + width) * 3), y * width * 3);
  return { width, height, data: part };
}
