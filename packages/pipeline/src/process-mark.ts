import { utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { isProcessAlive, processStart } from '@aigc/core';

/** A process that cannot be looked at, as one of another machine, counts as alive for so long after its last sign of life. */
const LEASE_MS = 60_000;
const HEARTBEAT_MS = 10_000;

/** Which process wrote a file that says what it works on. */
export interface ProcessMark {
  readonly pid: number;
  readonly host: string;
  readonly processStart: string | undefined;
}

/** The mark of this process. */
export async function ownMark(): Promise<ProcessMark> {
  return { pid: process.pid, host: hostname(), processStart: await processStart(process.pid) };
}

/**
 * Does the process live?
 *
 * @param mark undefined where it cannot be read
 * @param lastSignMs when its file was last touched, which counts where the process cannot be looked at
 */
export async function isMarkAlive(mark: ProcessMark | undefined, lastSignMs: number): Promise<boolean> {
  if (mark?.host === hostname()) return isProcessAlive(mark.pid, mark.processStart);
  return Date.now() - lastSignMs < LEASE_MS;
}

/** Touches a file until the returned function is called, so that other machines see that this process lives. */
export function keepAlive(path: string): () => void {
  const beat = (): void => {
    const now = new Date();
    // a missed beat is made up for by the next one
    utimes(path, now, now).catch(() => undefined);
  };
  const timer = setInterval(beat, HEARTBEAT_MS);
  timer.unref();
  return () => clearInterval(timer);
}
