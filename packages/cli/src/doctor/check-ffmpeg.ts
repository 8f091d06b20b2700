import { AigcError } from '@aigc/plugin-api';
import type { Check } from './check.js';

/** The ffmpeg that `aigc cg video` would use. */
export const checkFfmpeg: Check = async ({ env }) => {
  const { findFfmpeg } = await import('@aigc/media/video');
  try {
    const { path, version, origin } = await findFfmpeg(env);
    const source = { AIGC_FFMPEG: 'named in AIGC_FFMPEG', system: 'on the PATH', npm: 'from npm' }[origin];
    const summary = `${version} ${source}, with libx264`;
    return [{ name: 'ffmpeg', status: 'ok', summary, hints: [], facts: { path, version, origin, encoder: 'libx264' } }];
  } catch (error) {
    if (!AigcError.isInstance(error)) throw error;
    const { message, hints, code, path, note } = error;
    return [{ name: 'ffmpeg', status: 'problem', summary: message, hints, facts: { code, path, note } }];
  }
};
