import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { ExternalToolError } from '@aigc/plugin-api';

const OUTPUT_BYTES = 16 * 1024 * 1024;

/**
 * Runs ffmpeg with a video as its only input and hands back what it printed.
 *
 * @throws ExternalToolError E-TOOL-003 when it cannot read the file completely.
 */
export function readVideo(
  ffmpegPath: string,
  path: string,
  output: readonly string[],
): Promise<{ stdout: string; stderr: string }> {
  // `file:` keeps names such as `concat:x.mp4` from being read as protocols; -xerror makes damage a failure.
  const input = ['-hide_banner', '-nostdin', '-xerror', '-protocol_whitelist', 'file,pipe', '-i', `file:${resolve(path)}`];
  return new Promise((done, fail) => {
    execFile(ffmpegPath, [...input, ...output], { maxBuffer: OUTPUT_BYTES, windowsHide: true }, (failure, stdout, stderr) => {
      if (failure === null) return done({ stdout, stderr });
      const reason = stderr.trim().split('\n').at(-1) || failure.message;
      fail(new ExternalToolError('E-TOOL-003', `ffmpeg cannot decode the video: ${reason}`, { path, cause: failure }));
    });
  });
}
