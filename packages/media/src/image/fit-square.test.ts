import { describe, expect, test } from '@jest/globals';
import { fitSquare } from './fit-square.js';
import type { Image } from './image.js';

const wide: Image = { width: 4, height: 2, channels: 1, data: Uint8Array.of(10, 20, 20, 10, 10, 20, 20, 10) };
const background = [7, 7, 7] as const;

describe('fitSquare', () => {
  test('cover cuts the middle out', async () => {
    const { data } = await fitSquare(wide, { size: 2, fit: 'cover', background });

    expect([...data]).toEqual([20, 20, 20, 20]);
  });

  test('contain keeps the aspect and adds borders above and below', async () => {
    const square = await fitSquare(wide, { size: 4, fit: 'contain', background });

    expect([square.width, square.height, square.channels]).toEqual([4, 4, 1]);
    expect([...square.data]).toEqual([7, 7, 7, 7, 10, 20, 20, 10, 10, 20, 20, 10, 7, 7, 7, 7]);
  });

  test('a coloured border makes a grey picture RGB', async () => {
    const square = await fitSquare(wide, { size: 4, fit: 'contain', background: [1, 2, 3] });

    expect([...square.data.subarray(0, 3), ...square.data.subarray(12, 15)]).toEqual([1, 2, 3, 10, 10, 10]);
  });

  test('stretch uses every column', async () => {
    const { width, height, data } = await fitSquare(
      { width: 1, height: 2, channels: 1, data: Uint8Array.of(9, 9) },
      { size: 2, fit: 'stretch', background },
    );

    expect([width, height, ...data]).toEqual([2, 2, 9, 9, 9, 9]);
  });

  test('lays transparent pixels over the background', async () => {
    const clear: Image = { width: 1, height: 1, channels: 2, data: Uint8Array.of(200, 0) };

    expect([...(await fitSquare(clear, { size: 1, fit: 'cover', background })).data]).toEqual([7]);
  });
});
