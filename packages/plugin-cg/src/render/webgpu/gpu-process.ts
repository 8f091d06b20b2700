// The process that draws on a GPU: a faulty driver ends it and not the command, and Dawn's threads end with it.
import { GpuDrawer } from './gpu-drawer.js';
import type { GpuAnswer, GpuTask } from './gpu-messages.js';
import { openDevice } from './open-device.js';

const opening = openDevice();
let drawer: Promise<GpuDrawer> | undefined;

// A terminal's Ctrl-C reaches every process; the command decides when drawing ends.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit());
process.on('message', (task: GpuTask) => {
  perform(task).then(answer, (cause: unknown) => answer({ kind: 'failed', id: task.id, reason: reasonOf(cause) }));
});
opening.then(
  ({ adapter }) => answer({ kind: 'adapter', adapter }),
  (cause: unknown) => answer({ kind: 'failed', reason: reasonOf(cause) }),
);

async function perform(task: GpuTask): Promise<GpuAnswer> {
  if (task.kind === 'open') {
    drawer = opening.then(({ device }) => GpuDrawer.open(device, task.scene));
    await drawer;
    return { kind: 'done', id: task.id };
  }
  if (drawer === undefined) throw new Error('nothing was opened');
  return { kind: 'done', id: task.id, pixels: await (await drawer).draw(task.view) };
}

function answer(message: GpuAnswer): void {
  process.send?.(message);
}

function reasonOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  const missing = code === 'ERR_MODULE_NOT_FOUND' ? /Cannot find package '([^']+)'/.exec(message)?.[1] : undefined;
  return missing === undefined ? (message.split('\n')[0] as string) : `the optional package ${missing} is not installed`;
}
