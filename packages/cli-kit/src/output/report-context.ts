import type { Palette } from '../text/palette.js';
import type { CommandIo } from './command-io.js';
import type { OutputMode } from './output-mode.js';

/** What a reporter needs to know about the command it reports for. */
export interface ReportContext {
  readonly io: CommandIo;
  readonly mode: OutputMode;
  /** Styles for stderr. */
  readonly palette: Palette;
  readonly signal: AbortSignal;
  /** Warnings are added here for the JSON document. */
  readonly warnings: string[];
  /** Takes each event besides, for `--events`. */
  readonly emit?: (event: { readonly type: string }) => void;
}
