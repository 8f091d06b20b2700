// A registry of packages as npm asks for one: a document for each name, and archives.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Version {
  readonly packageJson: { readonly [key: string]: unknown };
  readonly archive: Buffer;
  readonly integrity: string;
  readonly publishedAt: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** A registry on this machine, for one test file. */
export class RegistryStandIn {
  readonly #server: Server;
  readonly #packages = new Map<string, Map<string, Version>>();
  url = '';

  private constructor() {
    this.#server = createServer((request, response) => {
      const path = decodeURIComponent((request.url ?? '/').split('?')[0] as string).slice(1);
      const [name = '', archive] = path.split('/-/');
      const answer = archive === undefined ? this.#document(name) : this.#archive(name, archive);
      response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(answer ?? '{"error":"not found"}');
    });
  }

  static async start(): Promise<RegistryStandIn> {
    const registry = new RegistryStandIn();
    await new Promise<void>((resolve) => registry.#server.listen(0, '127.0.0.1', resolve));
    registry.url = `http://127.0.0.1:${(registry.#server.address() as AddressInfo).port}/`;
    return registry;
  }

  /** Publishes a folder; gives the hash of its archive. */
  async publish(folder: string, { days = 30 }: { days?: number } = {}): Promise<string> {
    const archive = await readFile(await packFolder(folder));
    const packageJson = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { name: string; version: string };
    const integrity = `sha512-${createHash('sha512').update(archive).digest('base64')}`;
    const versions = this.#packages.get(packageJson.name) ?? new Map<string, Version>();
    const publishedAt = new Date(Date.now() - days * DAY_MS).toISOString();
    this.#packages.set(packageJson.name, versions.set(packageJson.version, { packageJson, archive, integrity, publishedAt }));
    return integrity;
  }

  /** Puts other bytes under a version that is published, as somebody would who got hold of the storage. */
  async tamper(name: string, version: string, folder: string): Promise<void> {
    const versions = this.#packages.get(name);
    const published = versions?.get(version);
    if (versions === undefined || published === undefined) throw new Error(`${name} ${version} is not published`);
    versions.set(version, { ...published, archive: await readFile(await packFolder(folder)) });
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #document(name: string): string | undefined {
    const versions = this.#packages.get(name);
    if (versions === undefined) return undefined;
    const entries = [...versions].map(([version, { packageJson, integrity }]) => [
      version,
      {
        ...packageJson,
        _npmUser: { name: 'maker', email: 'maker@example.com' },
        ...(hasScript(packageJson) ? { hasInstallScript: true } : {}),
        dist: { tarball: `${this.url}${name}/-/${version}.tgz`, integrity },
      },
    ]);
    const time = Object.fromEntries([...versions].map(([version, { publishedAt }]) => [version, publishedAt]));
    const latest = [...versions.keys()].at(-1);
    return JSON.stringify({ name, 'dist-tags': { latest }, versions: Object.fromEntries(entries), time });
  }

  #archive(name: string, file: string): Buffer | undefined {
    return this.#packages.get(name)?.get(file.replace(/\.tgz$/, ''))?.archive;
  }
}

/** The archive that `npm pack` makes of a folder, without running its scripts. */
export async function packFolder(folder: string): Promise<string> {
  const out = await mkdtemp(join(tmpdir(), 'aigc-'));
  const args = ['pack', folder, '--json', '--ignore-scripts', '--loglevel=error', `--pack-destination=${out}`];
  const { status, stdout, stderr } = spawnSync('npm', args, { encoding: 'utf8', shell: process.platform === 'win32' });
  if (status !== 0) {
    await rm(out, { recursive: true, force: true });
    throw new Error(`npm pack failed: ${stderr}`);
  }
  const [packed] = JSON.parse(stdout) as { filename: string }[];
  return join(out, (packed?.filename ?? '').replace('@', '').replace('/', '-'));
}

function hasScript({ scripts }: { readonly [key: string]: unknown }): boolean {
  return (
    typeof scripts === 'object' && scripts !== null && ['preinstall', 'install', 'postinstall'].some((name) => name in scripts)
  );
}
