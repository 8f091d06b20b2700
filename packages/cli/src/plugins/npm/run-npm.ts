import { spawn } from 'node:child_process';
import { PluginError } from '@aigc/plugin-api';
import { findNpm } from './find-npm.js';

/** Where and how npm runs. */
export interface NpmOptions {
  /** Its project: it reads and writes nothing above. */
  readonly folder: string;
  /** @default that of npm's own configuration, or AIGC_NPM_REGISTRY */
  readonly registry?: string | undefined;
}

// No script of any package runs; a git dependency would, through the configuration it brings. Versions of npm that do not know
// the last two find no git.
const FIXED_FLAGS = [
  '--ignore-scripts',
  '--legacy-peer-deps',
  '--omit=dev',
  '--no-bin-links',
  '--no-audit',
  '--no-fund',
  '--no-update-notifier',
  '--no-progress',
  '--workspaces=false',
  '--global=false',
  '--loglevel=error',
  // where a package comes from is checked
  '--omit-lockfile-registry-resolved=false',
  // npm waits 10 s and a minute before it tries again, for a wrong hash as well.
  '--fetch-retry-mintimeout=500',
  '--fetch-retry-maxtimeout=2000',
  '--git=aigc-allows-no-git',
  '--allow-git=none',
  '--allow-remote=none',
];

/**
 * Runs npm with fixed flags and gives its standard output.
 *
 * @throws PluginError E-PLUGIN-011 for a dependency from git or a URL, -012 for a package whose bytes are not those of its hash,
 * -025 where npm fails otherwise, with its last words
 */
export async function runNpm(args: readonly string[], { folder, registry }: NpmOptions): Promise<string> {
  const npm = await findNpm(process.env);
  const from = registry ?? process.env.AIGC_NPM_REGISTRY;
  const all = [npm, ...args, ...FIXED_FLAGS, `--prefix=${folder}`, ...(from ? [`--registry=${from}`] : [])];
  const child = spawn(process.execPath, all, {
    cwd: folder,
    env: npmEnvironment(process.env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (exitCode === 0) return stdout();
  throw npmFailure(`${stderr()}\n${stdout()}`);
}

/** How a machine reaches its registry; what else npm takes from variables would be that of a script that aigc was started by. */
const KEPT =
  /^npm_config_(registry|cache|cafile|ca|cert|key|proxy|https_proxy|noproxy|strict_ssl|userconfig|globalconfig|\/\/.*|@.*)$/i;

/** The environment for npm: as it is, without npm's own variables but for those about the network. */
export function npmEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^npm_/i.test(name) || KEPT.test(name)));
}

/** What npm said, as a refusal. */
export function npmFailure(output: string): PluginError {
  const lines = output
    .split('\n')
    .filter((line) => /^npm (error|ERR!)/i.test(line))
    .map((line) => line.replace(/^npm (error|ERR!) ?/i, '').trim())
    .filter((line) => line !== '' && !/complete log|^A complete/i.test(line));
  const code = /^code (\S+)/.exec(lines[0] ?? '')?.[1] ?? '';
  const said = lines.filter((line) => !line.startsWith('code ')).slice(0, 2);
  if (/EALLOWGIT|EALLOWREMOTE|aigc-allows-no-git/.test(output)) {
    return new PluginError('E-PLUGIN-011', `a dependency comes from git or a web address: ${said[0] ?? code}`, {
      note: 'nothing was installed',
      hints: ['dependencies have to come from a registry, which has a hash for each'],
    });
  }
  if (code === 'EINTEGRITY') {
    return new PluginError('E-PLUGIN-012', `the bytes of a package are not those of its hash: ${said[0] ?? ''}`, {
      note: 'nothing was installed',
      hints: ['somebody changed the package, or the download is damaged; do not install it from there'],
    });
  }
  return new PluginError('E-PLUGIN-025', `npm could not do it: ${said.join('; ') || code || 'no reason given'}`, {
    note: 'nothing was changed',
    hints: [
      code === 'E404' || code === 'ETARGET' ? 'check the name, the version and the registry' : 'run npm itself to see more',
    ],
  });
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString('utf8');
}
