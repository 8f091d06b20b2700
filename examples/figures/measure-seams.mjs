// How visible is the border of a tile?  node measure-seams.mjs PICTURE...
// The mean difference of neighbours across the border, over that inside the picture; 1 where no one can tell.
import sharp from 'sharp';

/** Mean absolute differences of neighbours, from left to right or from top to bottom: at the border and inside. */
function differences(pixels, { width, height, channels }, isVertical) {
  const sums = { border: 0, inside: 0 };
  const last = isVertical ? height - 1 : width - 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const next = isVertical ? ((y + 1) % height) * width + x : y * width + ((x + 1) % width);
      const place = (isVertical ? y : x) === last ? 'border' : 'inside';
      for (let c = 0; c < channels; c++) {
        sums[place] += Math.abs(pixels[(y * width + x) * channels + c] - pixels[next * channels + c]);
      }
    }
  }
  const along = (isVertical ? width : height) * channels;
  return { border: sums.border / along, inside: sums.inside / along / last };
}

for (const path of process.argv.slice(2)) {
  const { data, info } = await sharp(path).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const [across, down] = [false, true].map((isVertical) => differences(data, info, isVertical));
  const ratio = (across.border + down.border) / (across.inside + down.inside);
  console.log(`${path}  ${info.width} x ${info.height}  seam ratio ${ratio.toFixed(3)}`);
}
