// Codes: E-TOOL-001 no usable ffmpeg, -002 the one named in AIGC_FFMPEG is not usable, -003 a run failed, -004 wrong output.
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { ExternalToolError } from '@aigc/plugin-api';
import { npmFfmpeg } from './npm-ffmpeg.js';
import { probeFfmpeg } from './probe-ffmpeg.js';

/** A binary that was run and has the encoder we need. */
export interface Ffmpeg {
  readonly path: string;
  readonly version: string;
  readonly origin: 'AIGC_FFMPEG' | 'system' | 'npm';
}

const ENCODER = 'libx264';

interface Candidate {
  readonly path: string;
  readonly origin: Ffmpeg['origin'];
}

/**
 * Finds an ffmpeg that starts and encodes H.264: the file named by AIGC_FFMPEG, else one on the PATH, else the npm package's.
 *
 * @throws ExternalToolError E-TOOL-002 when AIGC_FFMPEG is set but not usable, E-TOOL-001 when nothing is.
 */
export async function findFfmpeg(env: NodeJS.ProcessEnv = process.env): Promise<Ffmpeg> {
  const chosen = env.AIGC_FFMPEG;
  if (chosen) {
    const outcome = await tryCandidate({ path: chosen, origin: 'AIGC_FFMPEG' });
    if (typeof outcome !== 'string') return outcome;
    throw new ExternalToolError('E-TOOL-002', `the ffmpeg named in AIGC_FFMPEG cannot be used: ${outcome}`, {
      path: chosen,
      hints: ['point AIGC_FFMPEG at a working ffmpeg, or unset it to use the one from npm'],
    });
  }
  const failures: string[] = [];
  for (const candidate of await listCandidates(env)) {
    const outcome = await tryCandidate(candidate);
    if (typeof outcome !== 'string') return outcome;
    failures.push(`${candidate.path}: ${outcome}`);
  }
  throw new ExternalToolError('E-TOOL-001', `no ffmpeg with the encoder ${ENCODER} was found`, {
    ...(failures.length === 0 ? {} : { note: `tried ${failures.join('; ')}` }),
    hints: [
      'reinstall without --omit=optional, so that npm brings @ffmpeg-installer for this platform',
      'or install ffmpeg and put it on the PATH, or set AIGC_FFMPEG to its file',
    ],
  });
}

async function listCandidates(env: NodeJS.ProcessEnv): Promise<Candidate[]> {
  const file = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
  const candidates: Candidate[] = [];
  for (const folder of (env.PATH ?? '').split(delimiter).filter(Boolean)) {
    const path = join(folder, file);
    const exists = await access(path).then(
      () => true,
      () => false,
    );
    if (exists) candidates.push({ path, origin: 'system' });
  }
  const npm = await npmFfmpeg();
  if (npm !== undefined) candidates.push({ path: npm, origin: 'npm' });
  return candidates;
}

/** The working binary, or the reason why it is none. */
async function tryCandidate({ path, origin }: Candidate): Promise<Ffmpeg | string> {
  try {
    const { version, encoders } = await probeFfmpeg(path);
    return encoders.has(ENCODER) ? { path, version, origin } : `version ${version} has no encoder ${ENCODER}`;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return 'no such file';
    if (code === 'EACCES') return 'it is not executable';
    return message.split('\n', 1)[0] ?? 'it does not start';
  }
}
