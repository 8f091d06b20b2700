import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AIGC_VERSION, sha256File } from '@aigc/core';
import { type EncodedVideo, encodeVideo } from '@aigc/media/video';
import { type ArtifactEvent, DecodeError, InvalidConfigError, type Recipe } from '@aigc/plugin-api';
import type { RendererName } from '../render/choose-renderer.js';
import type { TurntableMotion } from '../render/turntable.js';
import { EventQueue } from './event-queue.js';
import type { FrameSource } from './frame-source.js';
import { openFrames } from './open-frames.js';
import { openTurntable } from './render-turntable.js';

/** What to film, how, and where to write it. */
export interface CreateVideoOptions {
  /** A .glb file, filmed on a turntable, or a folder of PNG and JPEG frames, joined as they are. */
  readonly input: string;
  /** The MP4 file. */
  readonly out: string;
  /** Frames a second, default 30. */
  readonly frameRate?: number;
  /** Turntable: frames of one loop, default 72. */
  readonly frames?: number;
  /** Turntable: side of the square picture in pixels, default 512. */
  readonly size?: number;
  /** Turntable: default `auto`, a swing for flat meshes and a full turn for the others. */
  readonly motion?: TurntableMotion | 'auto';
  /** Turntable: default `auto`, a GPU where one is and the film is worth its start. */
  readonly renderer?: RendererName;
  /** Turntable: threads of the CPU renderer, default one per core. The picture does not depend on it. */
  readonly threads?: number;
  readonly signal?: AbortSignal;
}

/** The video that was written. */
export interface VideoResult {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Counted by decoding the file. */
  readonly frames: number;
  readonly frameRate: number;
  readonly durationS: number;
  readonly width: number;
  readonly height: number;
  /** What drew the frames; undefined for joined ones. */
  readonly renderer: string | undefined;
}

// The recipe travels as one argument of a command line, and Windows ends those at 32,767 characters.
const MAX_COMMENT = 24_000;

/**
 * Films a mesh on a turntable that loops without a jump, or joins frames: H.264 in MP4 with the recipe in its `comment` tag.
 *
 * @throws InvalidConfigError (exit 2) for options out of range, DecodeError (exit 10) for input that cannot be used.
 * @throws DeviceError (exit 31) when `webgpu` is asked for and not there, or a GPU fails while it draws.
 * @throws ExternalToolError (exit 41) without a working ffmpeg, StorageError (exit 20) when the file cannot be written.
 */
export async function* createVideo(options: CreateVideoOptions): AsyncGenerator<ArtifactEvent, VideoResult, undefined> {
  checkOptions(options);
  options.signal?.throwIfAborted();
  const path = resolve(options.out);
  const frameRate = options.frameRate ?? 30;
  const source = await openSource(options);
  const stop = new AbortController();
  const follow = () => stop.abort(options.signal?.reason);
  options.signal?.addEventListener('abort', follow);
  try {
    options.signal?.throwIfAborted();
    for (const message of source.warnings) yield { type: 'warning', message };
    const progress = new EventQueue<ArtifactEvent>();
    const { width, height, frameCount } = source;
    const encoding = encodeVideo(reportFrames(source, progress), {
      ...{ width, height, frameRate, frameCount, path, signal: stop.signal },
      comment: describe(source, frameRate),
    }).finally(() => progress.close());
    // Awaited after the progress; a failure before that is not unhandled.
    encoding.catch(() => undefined);
    yield* progress;
    const video: EncodedVideo = await encoding;
    yield { type: 'artifact-written', path, kind: 'video' };
    return { path, ...video, sha256: await sha256File(path), frameRate, width, height, renderer: source.renderer };
  } finally {
    // Reached early when the reader of the events stops: ffmpeg and the threads must not go on.
    options.signal?.removeEventListener('abort', follow);
    stop.abort();
    await source.close();
  }
}

async function* reportFrames(
  source: FrameSource,
  progress: EventQueue<ArtifactEvent>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { stage, frameCount: total } = source;
  let done = 0;
  progress.push({ type: 'progress', stage, done, total });
  for await (const frame of source.frames()) {
    yield frame;
    progress.push({ type: 'progress', stage, done: ++done, total });
  }
}

function describe(source: FrameSource, frameRate: number): string {
  const settings = { ...source.settings, frameRate };
  const recipe: Recipe = { recipe: 1, command: 'cg video', aigcVersion: AIGC_VERSION, settings, inputs: source.inputs };
  const text = JSON.stringify(recipe);
  if (text.length <= MAX_COMMENT) return text;
  // The hashes stay: they lead to the inputs, which carry their own recipes.
  return JSON.stringify({ ...recipe, inputs: source.inputs.map(({ name, sha256 }) => ({ name, sha256 })) });
}

async function openSource(options: CreateVideoOptions): Promise<FrameSource> {
  const input = resolve(options.input);
  const facts = await stat(input).catch(() => undefined);
  if (facts === undefined) {
    throw new DecodeError('E-DECODE-142', 'no such file or folder', {
      path: input,
      hints: ['give a .glb file or a folder of frames'],
    });
  }
  if (!facts.isDirectory()) {
    const { frames = 72, size = 512, motion = 'auto', renderer = 'auto', threads } = options;
    return openTurntable(input, { frames, size, motion, renderer, threads });
  }
  for (const name of ['frames', 'size', 'motion'] as const) {
    if (options[name] === undefined) continue;
    throw new InvalidConfigError('E-CONFIG-133', `--${name} is for turntables; a folder of frames is joined as it is`, {
      path: input,
    });
  }
  return openFrames(input);
}

function checkOptions({ out, frameRate, frames, size, threads }: CreateVideoOptions): void {
  if (!out.toLowerCase().endsWith('.mp4')) {
    throw new InvalidConfigError('E-CONFIG-130', 'a video is written as .mp4 only', { path: out, hints: ['--out video.mp4'] });
  }
  if (frameRate !== undefined && !(frameRate >= 1 && frameRate <= 240)) {
    throw new InvalidConfigError('E-CONFIG-131', `the frame rate must be from 1 to 240 frames a second, got ${frameRate}`);
  }
  checkWhole('number of frames', frames, [1, 100_000]);
  checkWhole('size', size, [16, 4096]);
  checkWhole('number of threads', threads, [1, 1024]);
}

function checkWhole(name: string, value: number | undefined, [least, most]: readonly [number, number]): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
  throw new InvalidConfigError('E-CONFIG-132', `the ${name} must be a whole number from ${least} to ${most}, got ${value}`);
}
