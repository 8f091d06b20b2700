import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { ExternalToolError } from '@aigc/plugin-api';
import { findFfmpeg } from './find-ffmpeg.js';

/** What decoding a video found. */
export interface VideoFacts {
  /** Frames that were decoded, not what the header claims. */
  readonly frames: number;
  readonly width: number;
  readonly height: number;
  /** ffmpeg's name, e.g. `yuv420p`. */
  readonly pixelFormat: string;
  /** ffmpeg's name, e.g. `h264`. */
  readonly codec: string;
  /** Text after the pixel format, e.g. `tv, bt709`; empty where nothing is tagged. */
  readonly colour: string;
  /** The `comment` tag. */
  readonly comment: string | undefined;
}

const STDERR_BYTES = 16 * 1024 * 1024;

/**
 * Decodes every frame of a video's first picture stream and counts them.
 *
 * @throws ExternalToolError E-TOOL-003 when ffmpeg cannot decode the file completely, E-TOOL-001 and -002 as findFfmpeg does.
 */
export async function countFrames(path: string, ffmpegPath?: string): Promise<VideoFacts> {
  const binary = ffmpegPath ?? (await findFfmpeg()).path;
  // `file:` keeps names such as `concat:x.mp4` from being read as protocols; -xerror makes damage a failure.
  const input = ['-hide_banner', '-nostdin', '-xerror', '-protocol_whitelist', 'file', '-i', `file:${resolve(path)}`];
  const report = await run(binary, [...input, '-map', '0:v:0', '-f', 'null', '-'], path);
  const stream = /Stream #0:\d+.*?: Video: (\w+)[^,\n]*(?:\([^)]*\))*, (\w+)(?:\(([^)]*)\))?, (\d+)x(\d+)/.exec(report);
  const counts = [...report.matchAll(/frame=\s*(\d+)/g)];
  const [, codec, pixelFormat, colour, width, height] = stream ?? [];
  const frames = counts.at(-1)?.[1];
  if (codec === undefined || pixelFormat === undefined || frames === undefined) {
    throw new ExternalToolError('E-TOOL-003', 'ffmpeg found no picture in the video', { path });
  }
  return {
    frames: Number(frames),
    width: Number(width),
    height: Number(height),
    pixelFormat,
    codec,
    colour: colour ?? '',
    comment: /^ {4,}comment\s*: (.*)$/m.exec(report)?.[1],
  };
}

function run(binary: string, options: readonly string[], path: string): Promise<string> {
  return new Promise((done, fail) => {
    execFile(binary, options, { maxBuffer: STDERR_BYTES, windowsHide: true }, (failure, _stdout, stderr) => {
      if (failure === null) return done(stderr);
      const reason = stderr.trim().split('\n').at(-1) || failure.message;
      fail(new ExternalToolError('E-TOOL-003', `ffmpeg cannot decode the video: ${reason}`, { path, cause: failure }));
    });
  });
}
