import { execFile } from 'node:child_process';

/** What one ffmpeg binary says about itself. */
export interface FfmpegProbe {
  /** The word after `ffmpeg version`. */
  readonly version: string;
  readonly encoders: ReadonlySet<string>;
}

const PROBE_MS = 30_000;

/** Runs an ffmpeg binary once and reads its version and encoders; rejects when it does not start or is no ffmpeg. */
export function probeFfmpeg(path: string): Promise<FfmpegProbe> {
  return new Promise((resolve, reject) => {
    execFile(path, ['-encoders'], { timeout: PROBE_MS, windowsHide: true }, (failure, stdout, stderr) => {
      if (failure !== null) return reject(failure);
      const version = /^ffmpeg version (\S+)/m.exec(stderr)?.[1];
      if (version === undefined) return reject(new Error('it does not answer like ffmpeg'));
      resolve({ version, encoders: listEncoders(stdout) });
    });
  });
}

/** Lines look like ` V....D libx264   libx264 H.264 / AVC (codec h264)`; V, A and S are video, audio and subtitles. */
function listEncoders(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/^ [VAS][A-Z.]{5} (\w\S*)/gm)].map((match) => match[1] ?? ''));
}
