/** The part of an output stream that commands use; `process.stdout` and a recorder in a test both fit. */
export interface TextStream {
  write(text: string, done?: (error?: Error | null) => void): boolean;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

/** Everything a command reads from or writes to its surroundings, so that tests can give their own. */
export interface CommandIo {
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  readonly env: { readonly [name: string]: string | undefined };
  /** The folder that relative paths start from. */
  readonly cwd: string;
  /** Milliseconds on a clock that does not jump. */
  now(): number;
  /** The wall clock, for names of runs and reports. */
  today(): Date;
}

/** The real process. */
export const processIo: CommandIo = {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  now: () => performance.now(),
  today: () => new Date(),
};
