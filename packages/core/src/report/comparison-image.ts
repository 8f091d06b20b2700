// Code: E-CONFIG-141 runs without sample sheets.
import { InvalidConfigError } from '@aigc/plugin-api';
import type { RunSummary } from '../run-catalog/run-summary.js';

const GAP = 16;

/**
 * The newest sample sheets of runs side by side, in the order of the runs.
 *
 * @returns a PNG file
 * @throws InvalidConfigError E-CONFIG-141 where one of the runs has none; DecodeError for a damaged sheet.
 */
export async function comparisonImage(runs: readonly RunSummary[]): Promise<Uint8Array> {
  const { contactSheet, decodeImage, encodePng } = await import('@aigc/media/image');
  const sheets = runs.map(({ name, path, samples }) => {
    const newest = samples.filter(({ kind }) => kind === 'image').at(-1);
    if (newest !== undefined) return newest.path;
    const hints = ['write a page instead: --out compare.html'];
    throw new InvalidConfigError('E-CONFIG-141', `the run ${name} has no sample sheet`, { path, hints });
  });
  const images = await Promise.all(sheets.map((sheet) => decodeImage(sheet)));
  return encodePng(contactSheet(images, { columns: images.length, gap: GAP }));
}
