// Draws `bricks.png`, a stand-in for a photograph: rows of bricks of uneven colour and edges, mortar between, light from above.
import { join } from 'node:path';
import sharp from 'sharp';

const [BRICK_WIDTH, BRICK_HEIGHT, MORTAR] = [96, 40, 5];

/** A number in [0, 1) that depends on its arguments alone. */
function noise(x, y) {
  const value = Math.sin(x * 127.1 + y * 311.7) * 43758.5453;
  return value - Math.floor(value);
}

/** Noise that changes over `scale` pixels, in [0, 1). */
function smoothNoise(x, y, scale) {
  const [i, j, u, v] = [Math.floor(x / scale), Math.floor(y / scale), (x / scale) % 1, (y / scale) % 1];
  const mix = (a, b, t) => a + (b - a) * t * t * (3 - 2 * t);
  return mix(mix(noise(i, j), noise(i + 1, j), u), mix(noise(i, j + 1), noise(i + 1, j + 1), u), v);
}

/** RGB, 0 to 255, of a point of the wall. */
function colourAt(x, y) {
  const row = Math.floor(y / BRICK_HEIGHT);
  const shifted = x + (row % 2) * (BRICK_WIDTH / 2) + 3 * smoothNoise(x, y, 9);
  const column = Math.floor(shifted / BRICK_WIDTH);
  const [inX, inY] = [shifted - column * BRICK_WIDTH, y + 2 * smoothNoise(y, x, 11) - row * BRICK_HEIGHT];
  const grain = 30 * (smoothNoise(x, y, 2) - 0.5) + 26 * (smoothNoise(x, y, 14) - 0.5);
  const edge = Math.min(inX, BRICK_WIDTH - inX, inY, BRICK_HEIGHT - inY);
  if (edge < MORTAR / 2) return [158 + grain, 152 + grain, 144 + grain];
  const light = inY < MORTAR ? 14 : inY > BRICK_HEIGHT - MORTAR ? -22 : 0;
  const tone = 46 * (noise(column, row) - 0.5);
  return [156 + tone + grain + light, 74 + tone * 0.6 + grain + light, 56 + tone * 0.4 + grain + light];
}

/** Writes the picture; gives its path. */
export async function drawBricks(folder, width = 768, height = 640) {
  const data = Buffer.alloc(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const colour = colourAt(i % width, Math.floor(i / width));
    colour.forEach((value, c) => {
      data[i * 3 + c] = Math.max(0, Math.min(255, Math.round(value)));
    });
  }
  const path = join(folder, 'bricks.png');
  await sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toFile(path);
  return path;
}

if (process.argv[1] === import.meta.filename) console.log(await drawBricks(import.meta.dirname));
