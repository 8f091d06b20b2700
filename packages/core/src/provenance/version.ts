import { readFileSync } from 'node:fs';

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };

/** Version of aigc that is written into every recipe and run. */
export const AIGC_VERSION: string = manifest.version;
