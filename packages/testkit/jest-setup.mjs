import { Console } from 'node:console';

// jest replaces console; @oclif/test and commands under test write to the real one.
globalThis.console = new Console({ stdout: process.stdout, stderr: process.stderr });

// ink draws nothing until the end where it takes the machine for a CI; views are tested with streams of their own.
process.env.CI = 'false';
