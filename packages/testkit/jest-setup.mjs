import { Console } from 'node:console';

// jest replaces console; @oclif/test and commands under test write to the real one.
globalThis.console = new Console({ stdout: process.stdout, stderr: process.stderr });
