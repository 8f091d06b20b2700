import { ExternalToolError } from '@aigc/plugin-api';
import { findFfmpeg } from './find-ffmpeg.js';
import { readVideo } from './read-video.js';

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
}

/**
 * Decodes every frame of a video's first picture stream and counts them.
 *
 * @throws ExternalToolError E-TOOL-003 when ffmpeg cannot decode the file completely, E-TOOL-001 and -002 as findFfmpeg does.
 */
export async function countFrames(path: string, ffmpegPath?: string): Promise<VideoFacts> {
  const binary = ffmpegPath ?? (await findFfmpeg()).path;
  const { stderr: report } = await readVideo(binary, path, ['-map', '0:v:0', '-f', 'null', '-']);
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
  };
}
