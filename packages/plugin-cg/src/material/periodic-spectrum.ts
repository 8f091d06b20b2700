// The periodic component of a picture: Moisan, "Periodic plus Smooth Image Decomposition", JMIV 39, 2011, equations 8 and 14.
import { type Borders, createPlane, type Plane } from './plane.js';
import { type Spectrum, toSpectrum, visitFrequencies } from './spectrum.js';

/**
 * Spectrum of a plane without the cross of false frequencies that borders leave which do not continue each other: what is
 * subtracted is smooth inside and carries the jump across the clamped borders.
 */
export function periodicSpectrum(plane: Plane, borders: Borders): Spectrum {
  const spectrum = toSpectrum(plane);
  if (borders.x === 'wrap' && borders.y === 'wrap') return spectrum;
  const jump = toSpectrum(borderJump(plane, borders));
  visitFrequencies(spectrum, (index, x, y) => {
    const laplacian = 2 * Math.cos(2 * Math.PI * x) + 2 * Math.cos(2 * Math.PI * y) - 4;
    if (laplacian === 0) return;
    spectrum.re[index]! -= jump.re[index]! / laplacian;
    spectrum.im[index]! -= jump.im[index]! / laplacian;
  });
  return spectrum;
}

function borderJump({ width, height, data }: Plane, borders: Borders): Plane {
  const jump = createPlane(width, height);
  const add = (near: number, far: number) => {
    const step = data[far]! - data[near]!;
    jump.data[near]! += step;
    jump.data[far]! -= step;
  };
  if (borders.x === 'clamp') for (let y = 0; y < height; y++) add(y * width, y * width + width - 1);
  if (borders.y === 'clamp') for (let x = 0; x < width; x++) add(x, (height - 1) * width + x);
  return jump;
}
