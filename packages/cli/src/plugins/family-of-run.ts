import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The family of the first run that is named among the words of a command line, before anyone knows which words are flags. */
export async function familyOfRun(words: readonly string[]): Promise<string | undefined> {
  const folder = words.find((word) => !word.startsWith('-') && existsSync(join(word, 'run.json')));
  if (folder === undefined) return undefined;
  const { readRunFiles } = await import('@aigc/core');
  return (await readRunFiles(folder)).info.family;
}
