import { type Graphics, USUAL_CELL } from './graphics.js';
import { halfBlocks } from './half-blocks.js';
import { itermPicture } from './iterm-picture.js';
import { kittyPicture } from './kitty-picture.js';
import type { CellBox, Picture, PictureCodec } from './picture.js';
import { readablePart } from './readable-part.js';
import { sixelPicture } from './sixel-picture.js';

/** A picture that is ready for the screen: rows of text, or what is to be written over empty cells. */
export type DrawnPicture =
  | { readonly kind: 'rows'; readonly rows: readonly string[]; readonly columns: number }
  | { readonly kind: 'sequence'; readonly sequence: string };

/** A place for a sheet of pictures with `tile` pixels each. */
type SheetBox = CellBox & { readonly tile?: number | undefined };

/** Pixels of the side of a picture that goes through a protocol: sharp enough, and light enough for SSH. */
const MAX_PIXELS = 640;
const MAX_KEPT = 12;

/** Draws pictures as this terminal can; each file and size once. */
export class PictureDrawer {
  readonly graphics: Graphics;
  readonly #cell: { readonly width: number; readonly height: number };
  readonly #codec: PictureCodec;
  readonly #onReady: () => void;
  readonly #drawn = new Map<string, DrawnPicture | undefined>();

  /** @param onReady called whenever a picture that was asked for can be had */
  constructor(
    codec: PictureCodec,
    terminal: { readonly graphics: Graphics; readonly cell?: { width: number; height: number } | undefined },
    onReady: () => void,
  ) {
    this.#codec = codec;
    this.graphics = terminal.graphics;
    this.#cell = terminal.cell ?? USUAL_CELL;
    this.#onReady = onReady;
  }

  /** The picture if it is ready; else undefined, and it is read. A file that is no picture stays undefined. */
  get(path: string, box: SheetBox): DrawnPicture | undefined {
    const key = `${path} ${box.columns}x${box.rows}`;
    if (!this.#drawn.has(key)) void this.#draw(key, path, box);
    return this.#drawn.get(key);
  }

  async #draw(key: string, path: string, box: SheetBox): Promise<void> {
    this.#drawn.set(key, undefined);
    const oldest = this.#drawn.keys().next().value;
    if (this.#drawn.size > MAX_KEPT && oldest !== undefined) this.#drawn.delete(oldest);
    try {
      this.#drawn.set(key, await this.#render(await this.#codec.load(path), box));
      this.#onReady();
    } catch {
      // the path is shown in any case; whoever opens the file is told what is wrong with it
    }
  }

  async #render(file: Picture, box: SheetBox): Promise<DrawnPicture> {
    const { graphics } = this;
    if (graphics === 'truecolor' || graphics === 'colors256' || graphics === 'shades') {
      const [width, height] = [box.columns, 2 * box.rows];
      const picture = await this.#codec.fit(readablePart(file, { width, height }, box.tile), width, height);
      return { kind: 'rows', rows: halfBlocks(picture, graphics), columns: picture.width };
    }
    const width = Math.min(MAX_PIXELS, box.columns * this.#cell.width);
    const height = Math.min(MAX_PIXELS, box.rows * this.#cell.height);
    const picture = await this.#codec.fit(readablePart(file, { width, height }, box.tile), width, height);
    if (graphics === 'sixel') return { kind: 'sequence', sequence: sixelPicture(picture) };
    if (graphics === 'iterm') return { kind: 'sequence', sequence: itermPicture(await this.#codec.encodePng(picture), box) };
    // kitty stretches to the cells that it is given
    const scale = Math.min(box.columns / (picture.width / this.#cell.width), box.rows / (picture.height / this.#cell.height));
    const cells = {
      columns: Math.max(1, Math.min(box.columns, Math.round((picture.width / this.#cell.width) * scale))),
      rows: Math.max(1, Math.min(box.rows, Math.round((picture.height / this.#cell.height) * scale))),
    };
    return { kind: 'sequence', sequence: kittyPicture(picture, cells) };
  }
}
