import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { DatasetError } from '@aigc/plugin-api';

/**
 * The prompt: as given, or the contents of a file, `-` for standard input.
 *
 * @throws DatasetError where the file cannot be read.
 */
export async function readPrompt(given: string | undefined, file: string | undefined): Promise<string> {
  if (file === undefined) return given ?? '';
  if (file === '-') return text(process.stdin);
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new DatasetError('E-DATA-042', 'the prompt cannot be read', { path: file, cause });
  });
}
