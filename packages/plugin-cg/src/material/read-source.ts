import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { sha256 } from '@aigc/core';
import { decodeImage, flattenAlpha, type Image, readPngText } from '@aigc/media/image';
import { DecodeError, type Recipe, type RecipeInput } from '@aigc/plugin-api';

/** Keyword of the PNG text that holds a file's recipe. */
export const RECIPE_KEYWORD = 'aigc';

/** A picture to make a material from. */
export interface MaterialSource {
  /** Without alpha. */
  readonly image: Image;
  readonly hadAlpha: boolean;
  readonly input: RecipeInput;
}

/**
 * Reads a picture, its hash and, from a PNG file that carries one, its recipe.
 *
 * @throws DecodeError when the picture or its recipe cannot be read.
 */
export async function readSource(path: string): Promise<MaterialSource> {
  const bytes = await readBytes(path);
  const image = await decodeImage(bytes, { name: path });
  const recipe = readRecipe(bytes, path);
  const input = { name: basename(path), sha256: sha256(bytes), ...(recipe === undefined ? {} : { recipe }) };
  const hadAlpha = image.channels === 2 || image.channels === 4;
  return { image: hadAlpha ? flattenAlpha(image, contrastingBackground(image)) : image, hadAlpha, input };
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    const errno = (cause as NodeJS.ErrnoException).code;
    const reason = errno === 'ENOENT' ? 'no such file' : errno === 'EISDIR' ? 'is a folder, not an image' : String(errno);
    throw new DecodeError('E-DECODE-001', `cannot read the image: ${reason}`, { path, hints: ['check the path'], cause });
  }
}

function readRecipe(bytes: Uint8Array, path: string): Recipe | undefined {
  const isPng = bytes[0] === 0x89 && bytes[1] === 0x50;
  const text = isPng ? readPngText(bytes)[RECIPE_KEYWORD] : undefined;
  if (text === undefined) return undefined;
  try {
    const recipe = JSON.parse(text) as Partial<Recipe> | null;
    if (recipe?.recipe === 1) return recipe as Recipe;
  } catch (cause) {
    throw new DecodeError('E-DECODE-104', "the image's recipe is not JSON", { path, cause });
  }
  throw new DecodeError('E-DECODE-104', "the image's recipe is of an unknown layout", {
    path,
    hints: ['it may come from a newer aigc: update, or save the image again without its text'],
  });
}

/** Black behind a bright figure, white behind a dark one: either way the figure stays visible. */
function contrastingBackground({ channels, data }: Image): readonly [number, number, number] {
  let sum = 0;
  let weight = 0;
  for (let i = 0; i < data.length; i += channels) {
    const alpha = data[i + channels - 1]!;
    // Green stands for luminance; grey images have one colour only.
    sum += alpha * data[channels === 4 ? i + 1 : i]!;
    weight += alpha;
  }
  return weight > 0 && sum / weight < 128 ? [255, 255, 255] : [0, 0, 0];
}
