import { freemem, totalmem } from 'node:os';
import { formatBytes } from '@aigc/cli-kit';
import type { Check, Finding } from './check.js';

/** Training at default settings takes about this much. */
const ENOUGH_BYTES = 1e9;

/** Node.js and memory. The start script refuses a Node.js that is too old before anything is loaded. */
export const checkSystem: Check = async () => {
  const { platform, arch, version } = process;
  const node: Finding = {
    name: 'node',
    status: 'ok',
    summary: `${version} on ${platform}-${arch}`,
    hints: [],
    facts: { version, platform, arch },
  };
  return [node, memoryFinding(totalmem(), freemem(), process.constrainedMemory())];
};

/** @param limit of the container in bytes; 0 or a huge number where there is none */
export function memoryFinding(total: number, free: number, limit: number | undefined): Finding {
  const isLimited = limit !== undefined && limit > 0 && limit < total;
  const available = isLimited ? Math.min(free, limit) : free;
  const isEnough = available >= ENOUGH_BYTES;
  const size = isLimited ? `${formatBytes(limit)} (limit of this container)` : formatBytes(total);
  return {
    name: 'memory',
    status: isEnough ? 'ok' : 'warning',
    summary: `${size}, ${formatBytes(available)} free`,
    hints: isEnough ? [] : ['close other programs, or train with a smaller --batch-size'],
    facts: { totalBytes: isLimited ? limit : total, freeBytes: available },
  };
}
