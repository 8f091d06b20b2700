import { fileURLToPath } from 'node:url';
import {
  createPalette,
  errorFacts,
  guardStdout,
  hasColor,
  isTruthy,
  printable,
  processIo,
  renderError,
  renderStack,
  toFailure,
} from '@aigc/cli-kit/host';
import { type AigcError, EXIT } from '@aigc/plugin-api';
import { Config, run } from '@oclif/core';
import { unknownCommand } from './errors/unknown-command.js';
import { addInstalledPlugins } from './plugins/installed/add-installed-plugins.js';

const HELP_NOT_FOUND = /^Command (\S+) not found\.$/;

/** Runs the command line of this process from start to exit. `root` is the folder of the host's package.json. */
export async function runHost(root: URL): Promise<void> {
  const words = process.argv.slice(2);
  const argv = words.length === 0 && (await isAttended()) ? ['studio'] : words;
  // oclif's own kind of user plugins is off: they would be loaded without a check.
  const options = { root: fileURLToPath(root), userPlugins: false, devPlugins: false };
  const config = await Config.load(options);
  const leave = (error: unknown): Promise<void> => printFailure(error, argv, config).then(exitFlushed);
  process.on('uncaughtException', leave);
  process.on('unhandledRejection', leave);
  guardStdout((failure) => {
    // At once: the command may be about to end with success.
    if (failure !== undefined) writeFailure(failure, failure, argv);
    process.exit(failure?.exitCode ?? EXIT.ok);
  });
  try {
    for (const { name, reason } of await addInstalledPlugins(config, process.env)) {
      processIo.stderr.write(`warning: left out ${name}: ${printable(reason.message)} (${reason.code})\n`);
    }
    await run(argv, config);
  } catch (error) {
    await printFailure(error, argv, config);
  }
  await exitFlushed();
}

/** Loaded only where it is asked: the way to help stays short. */
async function isAttended(): Promise<boolean> {
  return (await import('@aigc/cli-kit')).isAttended(processIo);
}

/** What went wrong outside a command: commands print their own failures. */
async function printFailure(error: unknown, argv: readonly string[], config: Config): Promise<void> {
  const { code, oclif } = error as { code?: string; oclif?: { exit?: number } };
  if (code === 'EEXIT') {
    process.exitCode = oclif?.exit ?? EXIT.ok;
    return;
  }
  const notFound = error instanceof Error ? HELP_NOT_FOUND.exec(error.message)?.[1] : undefined;
  const firstFlag = argv.findIndex((word) => word.startsWith('-'));
  const words = firstFlag === -1 ? argv : argv.slice(0, firstFlag);
  const context = {
    command: words.slice(0, 2).join(' '),
    version: config.version,
    folder: `${config.cacheDir}/reports`,
    date: new Date(),
  };
  const isUnknown = notFound !== undefined;
  // Loaded again with the plugins that were added, whose commands may be meant.
  const failure = isUnknown ? unknownCommand(notFound.split(':'), await Config.load(config)) : await toFailure(error, context);
  process.exitCode = failure.exitCode;
  writeFailure(failure, error, argv);
}

function writeFailure(failure: AigcError, error: unknown, argv: readonly string[]): void {
  const { stdout, stderr, env } = processIo;
  if (argv.includes('--json') || isTruthy(env.AIGC_JSON)) {
    stdout.write(`${JSON.stringify({ status: 'error', error: errorFacts(failure) }, null, 2)}\n`);
    return;
  }
  stderr.write(renderError(failure, createPalette(hasColor(stderr, env, argv))));
  if (argv.includes('--debug') || isTruthy(env.AIGC_DEBUG)) stderr.write(renderStack(error));
}

/** Leaves once everything is written; threads of native modules would keep the process alive otherwise. */
async function exitFlushed(): Promise<void> {
  await Promise.all([process.stdout, process.stderr].map((stream) => new Promise((resolve) => stream.write('', resolve))));
  process.exit();
}
