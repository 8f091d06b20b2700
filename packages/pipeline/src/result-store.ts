import { cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { storageFailure, syncFolder, writeFileAtomic } from '@aigc/core';

/** What a finished job left behind; its presence in a folder of `results` is the mark that the job is done. */
export interface JobResult {
  readonly result: 1;
  readonly job: string;
  readonly key: string;
  readonly argv: readonly string[];
  readonly seconds: number;
  /** ISO 8601, UTC. */
  readonly finishedAt: string;
  /** `result` of the command's JSON output. */
  readonly value: unknown;
}

const RESULT_FILE = 'result.json';
const LOG_FILE = 'log.txt';

/** The folder that a pipeline works in: results by key, work in progress, and what was known of each job last time. */
export class ResultStore {
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  /** Where a job works until it is done; the same after a restart, so that it can go on. */
  activeFolder(key: string): string {
    return join(this.root, 'active', key);
  }

  resultFolder(key: string): string {
    return join(this.root, 'results', key);
  }

  /** What the command of a job prints, while it works and after it failed. */
  activeLog(key: string): string {
    return join(this.activeFolder(key), LOG_FILE);
  }

  /** What the command of a job printed that is done. */
  resultLog(key: string): string {
    return join(this.resultFolder(key), LOG_FILE);
  }

  /** Events of a command at work, from which others tell how far it is; gone when it is done. */
  eventsFile(key: string): string {
    return join(this.activeFolder(key), 'events.ndjson');
  }

  /** Undefined while the job is not done. */
  async read(key: string): Promise<JobResult | undefined> {
    const text = await readFile(join(this.resultFolder(key), RESULT_FILE), 'utf8').catch(() => undefined);
    return text === undefined ? undefined : (JSON.parse(text) as JobResult);
  }

  /** Keys of all jobs that are done. */
  async finished(): Promise<Set<string>> {
    const names = await readdir(join(this.root, 'results')).catch((): string[] => []);
    return new Set(names);
  }

  /** Makes the folder that a job works in, or finds it as a killed process left it. */
  async begin(key: string): Promise<string> {
    const folder = this.activeFolder(key);
    await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
      throw storageFailure('making the folder of a job', folder, cause);
    });
    return folder;
  }

  /**
   * Gives a job's work its final place in one rename. Another process that was faster wins: results of one key are the same.
   *
   * @throws StorageError (exit 20) when the disk refuses; the work stays where it is.
   */
  async commit(result: JobResult): Promise<void> {
    const [from, to] = [this.activeFolder(result.key), this.resultFolder(result.key)];
    await writeFileAtomic(join(from, RESULT_FILE), `${JSON.stringify(result, undefined, 2)}\n`);
    await rm(this.eventsFile(result.key), { force: true });
    await mkdir(dirname(to), { recursive: true });
    try {
      await rename(from, to);
    } catch (cause) {
      const errno = (cause as NodeJS.ErrnoException).code;
      if (errno !== 'ENOTEMPTY' && errno !== 'EEXIST') throw storageFailure('finishing a job', to, cause);
      await rm(from, { recursive: true, force: true });
      return;
    }
    await syncFolder(dirname(to));
  }

  /** What a job's key was made of when it was last planned. */
  async lastParts(jobId: string): Promise<{ readonly [part: string]: string } | undefined> {
    const text = await readFile(this.partsFile(jobId), 'utf8').catch(() => undefined);
    return text === undefined ? undefined : JSON.parse(text);
  }

  async rememberParts(jobId: string, parts: { readonly [part: string]: string }): Promise<void> {
    await writeFileAtomic(this.partsFile(jobId), JSON.stringify(parts));
  }

  /** Copies an output to where a person looks for it, replacing an older one. */
  async save(source: string, target: string): Promise<void> {
    const temporary = `${target}.tmp-${process.pid}`;
    try {
      await mkdir(dirname(target), { recursive: true });
      await rm(temporary, { recursive: true, force: true });
      await cp(source, temporary, { recursive: true });
      await rm(target, { recursive: true, force: true });
      await rename(temporary, target);
    } catch (cause) {
      await rm(temporary, { recursive: true, force: true });
      throw storageFailure('saving an output', target, cause);
    }
  }

  private partsFile(jobId: string): string {
    return join(this.root, 'jobs', `${encodeURIComponent(jobId)}.json`);
  }
}
