import { open } from 'node:fs/promises';

/** How far a command at work is, by its own words. */
export interface JobProgress {
  /** `step`, `drawing frames`. */
  readonly stage: string;
  readonly done: number;
  /** Undefined where no end was planned. */
  readonly total: number | undefined;
  /** Seconds; undefined where it does not say. */
  readonly etaS: number | undefined;
}

/** Enough for some events; one is rarely longer than 500 characters. */
const PART_BYTES = 1 << 13;

interface EventLine {
  readonly type?: unknown;
  readonly stage?: unknown;
  readonly done?: unknown;
  readonly total?: unknown;
  readonly step?: unknown;
  readonly totalSteps?: unknown;
  readonly etaS?: unknown;
}

/** Reads how far a command is from the ends of its file of events; undefined before it says anything. */
export async function readJobProgress(eventsFile: string): Promise<JobProgress | undefined> {
  const file = await open(eventsFile).catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const { size } = await file.stat();
    const part = async (from: number): Promise<EventLine[]> => {
      const buffer = Buffer.alloc(Math.min(PART_BYTES, size));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, from);
      return buffer.toString('utf8', 0, bytesRead).split('\n').map(parse);
    };
    const last = (await part(Math.max(0, size - PART_BYTES))).findLast(({ type }) => type === 'progress' || type === 'step-end');
    if (last?.type !== 'step-end') return last === undefined ? undefined : stageProgress(last);
    const start = (await part(0)).find(({ type }) => type === 'run-start');
    return { stage: 'step', done: number(last.step) ?? 0, total: number(start?.totalSteps), etaS: number(last.etaS) };
  } finally {
    await file.close();
  }
}

function stageProgress({ stage, done, total }: EventLine): JobProgress | undefined {
  return typeof stage === 'string' ? { stage, done: number(done) ?? 0, total: number(total), etaS: undefined } : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function parse(line: string): EventLine {
  try {
    return JSON.parse(line) as EventLine;
  } catch {
    // empty, cut off by the part that is read, or still being written
    return {};
  }
}
