// Writes the game-icons set (npm package @iconify-json/game-icons, CC BY 3.0) as PNG files: white glyphs, transparent around.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import sharp from 'sharp';

const ATTRIBUTION = `Icons by Lorc, Delapouite and the other contributors of https://game-icons.net
Licence: Creative Commons Attribution 3.0 (https://creativecommons.org/licenses/by/3.0/)
The authors of single icons are listed at https://github.com/game-icons/icons/blob/master/license.txt
Changed here: rasterised to small PNG files.
`;
const AT_ONCE = 16;

/** Rasterises every icon to `folder` at `side` pixels; returns how many there are. */
export async function rasteriseIcons(folder, side) {
  const require = createRequire(import.meta.url);
  const set = JSON.parse(await readFile(require.resolve('@iconify-json/game-icons/icons.json'), 'utf8'));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'ATTRIBUTION.txt'), ATTRIBUTION);
  const names = Object.keys(set.icons);
  const rasterise = async (name) => {
    const { body, width = set.width, height = set.height } = set.icons[name];
    const box = `viewBox="0 0 ${width} ${height}" width="${side}" height="${side}"`;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${box} color="#fff">${body}</svg>`;
    await sharp(Buffer.from(svg))
      .png()
      .toFile(join(folder, `${name}.png`));
  };
  for (let i = 0; i < names.length; i += AT_ONCE) await Promise.all(names.slice(i, i + AT_ONCE).map(rasterise));
  return names.length;
}
