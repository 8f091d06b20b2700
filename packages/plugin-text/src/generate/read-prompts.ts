import { readFile } from 'node:fs/promises';
import { DatasetError } from '@aigc/plugin-api';
import { parseCsv } from './parse-csv.js';

/** One line of a file of prompts: its `prompt`, and whatever else it has. */
export interface PromptRow {
  readonly prompt: string;
  readonly [field: string]: unknown;
}

/**
 * Reads prompts from a CSV with a column `prompt`, or from JSON lines whose objects have a `prompt`, by the file's ending.
 *
 * @throws DatasetError naming the line that cannot be used.
 */
export async function readPrompts(path: string): Promise<readonly PromptRow[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw refused(path, 'it cannot be read', cause);
  });
  const rows = /\.csv$/i.test(path) ? csvRows(text) : jsonRows(text, path);
  if (rows.length === 0) throw refused(path, 'it has no entries');
  return rows.map(({ prompt, ...fields }, i) => {
    if (typeof prompt !== 'string') throw refused(path, `entry ${i + 1} has no text called "prompt"`);
    return { ...fields, prompt };
  });
}

type Row = { readonly [field: string]: unknown };

function csvRows(text: string): Row[] {
  const [names = [], ...rows] = parseCsv(text);
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i] ?? ''])));
}

function jsonRows(text: string, path: string): Row[] {
  return text.split('\n').flatMap((line, i): Row[] => {
    if (line.trim() === '') return [];
    try {
      return [Object(JSON.parse(line)) as Row];
    } catch (cause) {
      throw refused(path, `line ${i + 1} is not JSON`, cause);
    }
  });
}

function refused(path: string, reason: string, cause?: unknown): DatasetError {
  return new DatasetError('E-DATA-041', `no prompts can be read: ${reason}`, {
    path,
    hints: ['give a .csv with a column "prompt", or JSON lines such as {"prompt": "Once"}'],
    cause,
  });
}
