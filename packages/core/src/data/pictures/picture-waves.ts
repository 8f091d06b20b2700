import { regularWaves, type Wave } from '@aigc/media/image';
import type { PictureStore } from './picture-store.js';

/** Waves of the regular pattern in the one picture that crops are taken from; undefined where it is none, or not one. */
export async function picturesWaves(store: PictureStore, crops: boolean): Promise<Wave[] | undefined> {
  const [picture, ...others] = store.pictures;
  if (!crops || picture === undefined || others.length > 0) return undefined;
  const { width, height, channels } = picture;
  return regularWaves({ width, height, channels, data: await store.read(0) });
}
