/** A picture for the terminal: uint8 sRGB [height, width, 3]. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Reads and makes picture files; the host has the codecs. */
export interface PictureCodec {
  /** Decodes a file. */
  load(path: string): Promise<Picture>;
  /** Makes a picture as large as fits into `width` x `height` pixels, aspect kept. */
  fit(picture: Picture, width: number, height: number): Promise<Picture>;
  encodePng(picture: Picture): Promise<Uint8Array>;
}

/** A place on the screen, in character cells. */
export interface CellBox {
  readonly columns: number;
  readonly rows: number;
}
