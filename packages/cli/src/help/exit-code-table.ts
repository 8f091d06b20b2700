import { EXIT } from '@aigc/plugin-api';

/** One exit status and what it tells a script. */
export interface ExitCodeRow {
  readonly code: number;
  readonly meaning: string;
}

/** Every status that aigc ends with, in the order of their numbers. */
export const exitCodeTable: readonly ExitCodeRow[] = [
  { code: EXIT.ok, meaning: 'done' },
  { code: EXIT.failed, meaning: 'failed, with no closer code' },
  { code: EXIT.usage, meaning: 'wrong usage or configuration' },
  { code: EXIT.badInput, meaning: 'input is invalid or damaged' },
  { code: EXIT.noCheckpoint, meaning: 'no usable checkpoint' },
  { code: EXIT.badProvenance, meaning: 'provenance check failed' },
  { code: EXIT.storage, meaning: 'disk or input/output failure; run again after the cause is removed' },
  { code: EXIT.locked, meaning: 'another process writes to the run; run again later' },
  { code: EXIT.diverged, meaning: 'training diverged' },
  { code: EXIT.device, meaning: 'device lost or out of memory; run again once' },
  { code: EXIT.pluginRefused, meaning: 'plugin missing, refused or of another API version' },
  { code: EXIT.externalTool, meaning: 'an external program is missing or failed' },
  { code: EXIT.partialBatch, meaning: 'a part of a batch failed; the report lists which' },
  { code: EXIT.bug, meaning: 'bug in aigc; the path of a report is printed' },
  { code: EXIT.requeue, meaning: 'checkpoint written, put the job back in the queue' },
  { code: EXIT.unknownCommand, meaning: 'unknown command' },
  { code: EXIT.hangup, meaning: 'stopped by SIGHUP, state saved' },
  { code: EXIT.interrupted, meaning: 'stopped by Ctrl-C, state saved' },
  { code: EXIT.terminated, meaning: 'stopped by SIGTERM, state saved' },
];
