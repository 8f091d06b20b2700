// Mean angle between estimated normal maps and those made by artists, beside that of a plain map (0, 0, 1).
//
//   node examples/measure-materials.mjs FOLDER [SHEET.png]
//
// FOLDER holds NAME.base.jpg (or .png) and NAME.normal.png (OpenGL, +Y). A map whose slopes only become those of a height
// field when green is inverted is taken for DirectX (-Y); both figures are printed. SHEET shows picture, ours and theirs.
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contactSheet, decodeImage, encodePng, flattenAlpha, toChannels } from '@aigc/media/image';
import { encodeNormals, estimateHeight, findBorders, heightToNormals, luminance } from '@aigc/plugin-cg';

const [folder, sheetPath] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: node examples/measure-materials.mjs FOLDER [SHEET.png]');
  process.exit(2);
}

/** Share of curl at which one convention is clearly the wrong one. */
const CLEAR_CURL_RATIO = 3;

const degrees = (radians) => (radians * 180) / Math.PI;
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Unit normals of a map's pixels; `green` is -1 to invert that channel. */
function decodeNormals({ data, channels }, green = 1) {
  const normals = new Float32Array((data.length / channels) * 3);
  for (let i = 0; i < data.length / channels; i++) {
    const [x, y, z] = [0, 1, 2].map((c) => (data[i * channels + c] / 255) * 2 - 1);
    const length = Math.hypot(x, y, z) || 1;
    normals.set([x / length, (green * y) / length, z / length], i * 3);
  }
  return normals;
}

/** Mean angle in degrees between two fields of unit normals, or to (0, 0, 1). */
function meanAngle(normals, others) {
  let sum = 0;
  for (let i = 0; i < normals.length; i += 3) {
    const cosine = others
      ? normals[i] * others[i] + normals[i + 1] * others[i + 1] + normals[i + 2] * others[i + 2]
      : normals[i + 2];
    sum += degrees(Math.acos(Math.min(1, Math.max(-1, cosine))));
  }
  return sum / (normals.length / 3);
}

/** Mean square of d(slope x)/dy - d(slope y)/dx of the smoothed slopes, which wrap: zero for the normals of a height field. */
function curl(normals, width, height) {
  const slopes = [0, 1].map((axis) => {
    const plane = new Float64Array(width * height).map((_, i) => -normals[i * 3 + axis] / Math.max(0.2, normals[i * 3 + 2]));
    return smooth(smooth(plane, width, height), width, height);
  });
  const at = (plane, x, y) => plane[((y + height) % height) * width + ((x + width) % width)];
  let sum = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const alongY = at(slopes[0], x, y - 1) - at(slopes[0], x, y + 1);
      const alongX = at(slopes[1], x + 1, y) - at(slopes[1], x - 1, y);
      sum += (alongY - alongX) ** 2;
    }
  }
  return sum / (width * height);
}

/** Binomial filter (1, 4, 6, 4, 1) / 16 both ways: the finest grain of a map is rarely that of a height field. */
function smooth(plane, width, height) {
  const filter = (source, neighbour) =>
    source.map((_, i) => [1, 4, 6, 4, 1].reduce((sum, weight, k) => sum + weight * source[neighbour(i, k - 2)], 0) / 16);
  const across = filter(plane, (i, d) => i - (i % width) + (((i % width) + d + width) % width));
  return filter(across, (i, d) => (i + d * width + width * height) % (width * height));
}

const pictures = (await readdir(folder)).filter((file) => /\.base\.(jpg|png)$/.test(file)).sort();
const rows = [];
const cells = [];
for (const file of pictures) {
  const name = file.replace(/\.base\.\w+$/, '');
  const image = flattenAlpha(await decodeImage(join(folder, file)), [0, 0, 0]);
  const map = await decodeImage(join(folder, `${name}.normal.png`));
  const { width, height } = image;
  const borders = findBorders(luminance(image));
  const estimate = estimateHeight(image, { width, height, borders });
  const ours = heightToNormals(estimate.height, borders);
  const given = decodeNormals(map);
  const inverted = decodeNormals(map, -1);
  const isDirectX = curl(given, width, height) > CLEAR_CURL_RATIO * curl(inverted, width, height);
  const theirs = isDirectX ? inverted : given;
  const { lightFromAbove, graphic, confidence } = estimate;
  rows.push({
    name,
    flat: meanAngle(theirs),
    ours: meanAngle(ours, theirs),
    asGiven: meanAngle(ours, given),
    convention: isDirectX ? '-Y' : '+Y',
    read: `light ${lightFromAbove.toFixed(2)} graphic ${graphic.toFixed(2)} confidence ${confidence.toFixed(2)}`,
  });
  const encoded = { width, height, channels: 3, data: encodeNormals(ours) };
  cells.push(toChannels(image, 3), encoded, { ...encoded, data: encodeNormals(theirs) });
}

console.log(`${'material'.padEnd(42)}   flat   ours  as given`);
for (const row of rows) {
  const figures = [row.flat, row.ours, row.asGiven].map((value) => value.toFixed(2).padStart(6)).join(' ');
  console.log(`${row.name.padEnd(42)} ${figures}  ${row.convention}  ${row.read}`);
}
const overall = ['flat', 'ours', 'asGiven'].map((key) =>
  mean(rows.map((row) => row[key]))
    .toFixed(2)
    .padStart(6),
);
console.log(`${`mean of ${rows.length}`.padEnd(42)} ${overall.join(' ')}   (degrees)`);
if (sheetPath !== undefined) await writeFile(sheetPath, await encodePng(contactSheet(cells, { columns: 12 })));
