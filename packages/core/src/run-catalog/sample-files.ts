import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The folder of a run that holds its samples. */
export const SAMPLES_FOLDER = 'samples';

/** What a run drew at one step: a sheet of pictures, or text. */
export interface SampleFile {
  readonly step: number;
  readonly path: string;
  readonly kind: 'image' | 'text';
}

/** The samples of a run, by step. */
export async function listSampleFiles(runDir: string): Promise<SampleFile[]> {
  const folder = join(runDir, SAMPLES_FOLDER);
  const names = await readdir(folder).catch((): string[] => []);
  const files = names.map((name): SampleFile | undefined => {
    const [, step, extension] = /^step-(\d+)\.(png|txt)$/.exec(name) ?? [];
    if (step === undefined) return undefined;
    return { step: Number(step), path: join(folder, name), kind: extension === 'png' ? 'image' : 'text' };
  });
  return files.filter((file) => file !== undefined).sort((a, b) => a.step - b.step);
}
