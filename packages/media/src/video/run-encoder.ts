import type { ChildProcess } from 'node:child_process';
import { Readable } from 'node:stream';
import { type AigcError, ExternalToolError } from '@aigc/plugin-api';
import ffmpeg, { type FfmpegCommand } from 'fluent-ffmpeg';
import { type EncoderSettings, inputArguments, outputArguments } from './encoder-arguments.js';
import { videoStorageFailure } from './video-storage-failure.js';

/** One run of ffmpeg. */
export interface EncoderRun {
  readonly ffmpegPath: string;
  readonly settings: EncoderSettings;
  /** Where ffmpeg writes. */
  readonly temporary: string;
  /** What errors call the file. */
  readonly path: string;
  readonly signal: AbortSignal | undefined;
}

/**
 * Pipes frames into ffmpeg and resolves once it has ended by itself; on failure or abort it is killed and gone before this
 * rejects, and it never outlives this process.
 *
 * @throws ExternalToolError E-TOOL-003 when ffmpeg fails, StorageError when that was the disk, and whatever `frames` throws.
 */
export async function runEncoder(frames: AsyncIterable<Uint8Array>, run: EncoderRun): Promise<void> {
  run.signal?.throwIfAborted();
  const source = Readable.from(frames, { objectMode: false });
  const command = ffmpeg({ source, logger: undefined })
    .setFfmpegPath(run.ffmpegPath)
    .inputOptions(inputArguments(run.settings))
    .outputOptions('-hide_banner', ...outputArguments(run.settings))
    .output(`file:${run.temporary}`);
  const child: { current?: ChildProcess } = {};
  const kill = () => child.current?.kill('SIGKILL');
  const stop = () => source.destroy(run.signal?.reason instanceof Error ? run.signal.reason : new Error('stopped'));
  process.once('exit', kill);
  run.signal?.addEventListener('abort', stop, { once: true });
  try {
    await finished(command, source, child, run.path);
  } finally {
    kill();
    source.destroy();
    await gone(child.current);
    process.off('exit', kill);
    run.signal?.removeEventListener('abort', stop);
  }
}

function finished(command: FfmpegCommand, source: Readable, child: { current?: ChildProcess }, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // A failing source makes fluent-ffmpeg end ffmpeg politely, which would leave a short but valid file: report and kill.
    source.once('error', reject);
    command
      .on('start', () => {
        // The type of the package leaves out the process that it documents.
        child.current = (command as unknown as { ffmpegProc: ChildProcess }).ffmpegProc;
        if (source.destroyed) child.current.kill('SIGKILL');
      })
      .on('error', (cause: Error & { inputStreamError?: Error }, _stdout: unknown, stderr: unknown) =>
        reject(cause.inputStreamError ?? encoderFailure(cause, String(stderr ?? ''), path)),
      )
      .on('end', () => resolve())
      .run();
  });
}

function encoderFailure(cause: Error, stderr: string, path: string): AigcError {
  if (stderr.includes('No space left on device')) {
    return videoStorageFailure(path, Object.assign(new Error('no space', { cause }), { code: 'ENOSPC' }));
  }
  const reason = stderr.trim().split('\n').at(-1) || cause.message;
  return new ExternalToolError('E-TOOL-003', `ffmpeg failed: ${reason}`, {
    path,
    note: 'an older file of that name is unchanged',
    hints: ['set AIGC_FFMPEG to another ffmpeg if this one is damaged'],
    cause,
  });
}

function gone(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}
