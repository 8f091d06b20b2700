import type { Border, Borders, Plane } from './plane.js';

/** A seam this much rougher than the inside is taken for the end of the picture; tiles made by artists measure 0.4 to 1.4. */
const MAX_SEAM_RATIO = 2;

/** Takes an axis for tileable when the step across its wrap is about as small as the steps between neighbouring pixels. */
export function findBorders(luminance: Plane): Borders {
  return { x: findBorder(luminance, 'x'), y: findBorder(luminance, 'y') };
}

function findBorder({ width, height, data }: Plane, axis: 'x' | 'y'): Border {
  const [length, step, lines, lineStep] = axis === 'x' ? [width, 1, height, width] : [height, width, width, 1];
  let inside = 0;
  let seam = 0;
  for (let line = 0; line < lines; line++) {
    const start = line * lineStep;
    for (let i = 1; i < length; i++) inside += Math.abs(data[start + i * step]! - data[start + (i - 1) * step]!);
    seam += Math.abs(data[start]! - data[start + (length - 1) * step]!);
  }
  return seam * (length - 1) <= MAX_SEAM_RATIO * inside ? 'wrap' : 'clamp';
}
