import { rmSync } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ExternalToolError, ShapeMismatchError } from '@aigc/plugin-api';
import { countFrames } from './count-frames.js';
import { findFfmpeg } from './find-ffmpeg.js';
import { evenSize, padFrame } from './pad-frame.js';
import { runEncoder } from './run-encoder.js';
import { videoStorageFailure } from './video-storage-failure.js';

/** Size, timing and place of a video. */
export interface EncodeVideoOptions {
  /** Pixels of the frames; odd sides are padded by one repeated line. */
  readonly width: number;
  readonly height: number;
  /** Frames a second. */
  readonly frameRate: number;
  /** Refuse to finish with another number of frames. Undefined: as many as come. */
  readonly frameCount?: number;
  /** The MP4 file; replaced only once the new one is complete and verified. */
  readonly path: string;
  /** Constant rate factor of x264, 1 (best) to 51. Default 18. */
  readonly crf?: number;
  /** Text for the file's `comment` tag. */
  readonly comment?: string;
  readonly signal?: AbortSignal;
}

/** What was written. */
export interface EncodedVideo {
  /** Counted by decoding the finished file. */
  readonly frames: number;
  readonly bytes: number;
  readonly durationS: number;
}

/**
 * Encodes rgb24 frames (width * height * 3 bytes each) to H.264 in an MP4 file; the same frames give the same bytes.
 *
 * ffmpeg calls a pipe that breaks off a success, so the file gets its name only after it was decoded and counted.
 *
 * @throws ShapeMismatchError when a frame has another size or the number of frames is not frameCount.
 * @throws ExternalToolError (exit 41) when ffmpeg is missing, fails or wrote another number of frames than it was given.
 * @throws StorageError (exit 20) when the disk is full or the folder cannot be written; an old file is then intact.
 */
export async function encodeVideo(frames: AsyncIterable<Uint8Array>, options: EncodeVideoOptions): Promise<EncodedVideo> {
  options.signal?.throwIfAborted();
  const path = resolve(options.path);
  const ffmpeg = await findFfmpeg();
  await mkdir(dirname(path), { recursive: true }).catch((cause: unknown) => Promise.reject(videoStorageFailure(path, cause)));
  const temporary = join(dirname(path), `.tmp-${basename(path)}-${process.pid}`);
  const removeAtExit = () => rmSync(temporary, { force: true });
  process.once('exit', removeAtExit);
  try {
    const counter = { written: 0 };
    const settings = {
      width: evenSize(options.width),
      height: evenSize(options.height),
      frameRate: options.frameRate,
      crf: options.crf ?? 18,
      comment: options.comment,
    };
    await runEncoder(checkedFrames(frames, options, counter), {
      ffmpegPath: ffmpeg.path,
      settings,
      temporary,
      path,
      signal: options.signal,
    });
    const facts = await countFrames(temporary, ffmpeg.path);
    if (facts.frames !== counter.written) {
      throw new ExternalToolError('E-TOOL-004', `ffmpeg wrote ${facts.frames} of ${counter.written} frames`, { path });
    }
    const bytes = await moveIntoPlace(temporary, path);
    return { frames: facts.frames, bytes, durationS: facts.frames / options.frameRate };
  } finally {
    process.off('exit', removeAtExit);
    await rm(temporary, { force: true });
  }
}

async function* checkedFrames(
  frames: AsyncIterable<Uint8Array>,
  { width, height, frameCount }: EncodeVideoOptions,
  counter: { written: number },
): AsyncGenerator<Uint8Array> {
  for await (const frame of frames) {
    if (frame.length !== width * height * 3) {
      const expected = `${width * height * 3} bytes (${width} x ${height} x 3)`;
      throw new ShapeMismatchError(`encodeVideo, frame ${counter.written}`, expected, `${frame.length}`);
    }
    yield padFrame(frame, width, height);
    counter.written++;
  }
  const expected = frameCount ?? Math.max(1, counter.written);
  if (counter.written !== expected) {
    throw new ShapeMismatchError('encodeVideo', `${expected} frames`, `${counter.written}`);
  }
}

async function moveIntoPlace(temporary: string, path: string): Promise<number> {
  try {
    const handle = await open(temporary, 'r+');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
    return (await stat(path)).size;
  } catch (cause) {
    throw videoStorageFailure(path, cause);
  }
}
