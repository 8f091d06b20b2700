#!/usr/bin/env node
// Starts aigc. Everything here runs on any Node version, and before the heavier parts are loaded.
import { readFileSync } from 'node:fs';

const OLDEST_NODE = [20, 19];

const { version, engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const [major, minor] = process.versions.node.split('.').map(Number);
const isOldNode = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);

if (isOldNode) {
  console.error(`error[E-CLI-007]: aigc ${version} needs Node.js ${engines.node}, this is ${process.version}`);
  console.error('help: install a newer Node.js from https://nodejs.org and run the command again');
  process.exitCode = 2;
} else {
  // React picks its fast build by NODE_ENV; libraries that colour text read FORCE_COLOR, not NO_COLOR.
  process.env.NODE_ENV ??= 'production';
  if (process.env.NO_COLOR) process.env.FORCE_COLOR ??= '0';
  // Node's version is checked above; oclif would load 47 files of semver to check it again.
  process.env.OCLIF_DISABLE_ENGINE_WARNING ??= '1';
  if (process.argv[2] === '--version' || process.argv[2] === '-v') {
    process.stdout.on('error', (error) => {
      if (error.code !== 'EPIPE') {
        console.error(`error[E-IO-007]: cannot write to standard output: ${error.message}`);
        process.exitCode = 20;
      }
    });
    process.stdout.write(`aigc/${version} ${process.platform}-${process.arch} node-${process.version}\n`);
  } else {
    const host = await import('../dist/index.js').catch(cannotStart);
    await host?.runHost(new URL('..', import.meta.url));
  }
}

/** Nothing that could render an error is loaded yet. */
function cannotStart(error) {
  const isShort = error.code === 'EMFILE' || error.code === 'ENFILE';
  console.error(`error[${isShort ? 'E-IO-009' : 'E-CLI-025'}]: aigc cannot start: ${String(error.message).split('\n')[0]}`);
  console.error(
    `help: ${isShort ? '' : 'install aigc again; where many files are open, '}raise the limit of open files: ulimit -n 1024`,
  );
  process.exitCode = isShort ? 20 : 1;
}
