import { readFile } from 'node:fs/promises';

/** Start time of a process as Linux counts it, so that a reused pid is told apart; undefined where the system does not say. */
export async function processStart(pid: number): Promise<string | undefined> {
  return (await statFields(pid))?.[19];
}

/** True while a process of this machine exists and, where known, is the one that started then. */
export async function isProcessAlive(pid: number, start: string | undefined): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it exists and belongs to someone else
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const fields = await statFields(pid);
  if (fields === undefined) return true;
  // a zombie has ended; only its parent has not noticed
  if (fields[0] === 'Z' || fields[0] === 'X') return false;
  return start === undefined || fields[19] === start;
}

/** Fields of /proc/PID/stat from the state on; the name before it is in brackets and may hold anything. */
async function statFields(pid: number): Promise<string[] | undefined> {
  if (process.platform !== 'linux') return undefined;
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
