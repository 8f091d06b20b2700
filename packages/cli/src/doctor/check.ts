import type { Interfaces } from '@oclif/core';

/** `ok`: works. `absent`: not there, and nothing needs it. `warning`: works, with a limit. `problem`: something needed does not work. */
export type CheckStatus = 'ok' | 'absent' | 'warning' | 'problem';

/** What one check found. */
export interface Finding {
  readonly name: string;
  readonly status: CheckStatus;
  /** One line, without a full stop. */
  readonly summary: string;
  /** What to do about it, one sentence or command each; every problem has one. */
  readonly hints: readonly string[];
  /** The same facts for a script: sizes in bytes, speeds in GFLOP/s. */
  readonly facts: { readonly [name: string]: unknown };
}

/** What checks look at beside the machine itself. */
export interface CheckedHost {
  readonly config: Interfaces.Config;
  readonly cwd: string;
  readonly tempFolder: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Looks at one thing; what is wrong is in the findings, never thrown. */
export type Check = (host: CheckedHost) => Promise<readonly Finding[]>;

/** A group of findings under one heading. */
export interface Section {
  readonly title: string;
  readonly findings: readonly Finding[];
}
