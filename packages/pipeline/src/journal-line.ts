import type { JobState } from './engine.js';
import type { ProcessMark } from './process-mark.js';

/** A line of a journal; the first is `begin`, the last one `end` unless the process was killed. Times are ISO 8601, UTC. */
export type JournalLine =
  | ({ readonly type: 'begin'; readonly time: string; readonly slots: number } & ProcessMark)
  | { readonly type: 'start'; readonly time: string; readonly job: string; readonly key: string }
  | {
      readonly type: 'job';
      readonly time: string;
      readonly job: string;
      readonly key: string;
      readonly state: JobState;
      readonly seconds: number;
      readonly message?: string | undefined;
    }
  | { readonly type: 'end'; readonly time: string };

/** Is this file of a plan's folder a journal? */
export function isJournal(name: string): boolean {
  return name.endsWith('.jsonl');
}
