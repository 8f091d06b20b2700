import type { ListedDevice } from '@aigc/engine';
import type { Check, Finding } from './check.js';

/** Every device of the engine, measured; only the processor is needed. */
export const checkDevices: Check = async () => {
  try {
    const { listDevices } = await import('@aigc/engine');
    return (await listDevices()).map(deviceFinding);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    return [
      {
        name: 'cpu',
        status: 'problem',
        summary: `the native runtime does not start: ${reason}`,
        hints: [
          'install aigc again on this machine; it runs on Linux with glibc, Windows and macOS',
          'run `aigc doctor --json` for the whole message',
        ],
        facts: { error: cause instanceof Error ? cause.message : String(cause) },
      },
    ];
  }
};

/** A device as a finding: only a processor that cannot be used is a problem. */
export function deviceFinding(device: ListedDevice): Finding {
  const { hints, ...facts } = device;
  const { name, status, description, gigaflops, caveat } = device;
  const speed = gigaflops === undefined ? '' : `, ${gigaflops} GFLOP/s`;
  // Where it is not there, nothing hangs on how well it is tested.
  const doubt = status === 'ready' && caveat !== undefined ? ` (${caveat})` : '';
  const found = status === 'ready' ? 'ok' : name === 'cpu' ? 'problem' : 'absent';
  return { name, status: found, summary: `${description}${speed}${doubt}`, hints, facts };
}
