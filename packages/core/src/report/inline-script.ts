import { readFile } from 'node:fs/promises';

// In the order in which they use each other.
const MODULES = ['axis-ticks', 'chart-drawing', 'mount-chart', 'mount-slideshow', 'main'];
// Compiled files, also where this one runs from its source, as in tests.
const FOLDER = new URL('../../dist/report/page/', import.meta.url);

/**
 * The script of a page in one piece. Its modules import only each other, by name, and name nothing twice, so that they can stand
 * one after another without their imports and exports.
 */
export async function inlineScript(): Promise<string> {
  const sources = await Promise.all(MODULES.map((name) => readFile(new URL(`${name}.js`, FOLDER), 'utf8')));
  return sources.map((source) => source.replace(/^import .*$/gm, '').replace(/^export (?=\w)/gm, '')).join('\n');
}
