import { fileURLToPath } from 'node:url';
import type { Program } from '@aigc/cli-kit';

/** What asks for another kind of output than the studio reads. */
const OUTPUT_VARIABLES = ['AIGC_JSON', 'AIGC_QUIET', 'AIGC_DEBUG', 'FORCE_COLOR'];

/** How this tool starts itself for the studio: results as plain lines. */
export function hostProgram(cwd: string): Program {
  const inherited = Object.entries(process.env).filter(([name]) => !OUTPUT_VARIABLES.includes(name));
  return {
    words: [process.execPath, fileURLToPath(new URL('../../bin/run.js', import.meta.url))],
    cwd,
    env: Object.fromEntries([...inherited, ['NO_COLOR', '1']]),
  };
}
