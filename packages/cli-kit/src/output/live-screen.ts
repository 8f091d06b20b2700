import type { TextStream } from './command-io.js';
import type { LiveRows } from './live-view.js';

/** Draws a frame; ink in production, a recorder in tests. */
export interface Screen {
  draw(rows: LiveRows): void;
  close(): void;
}

/** Frames a second at most. */
export const MAX_FPS = 10;

/** Loads ink, which costs 300 ms, and opens a live view on stderr: stdout carries results only. */
export async function openLiveScreen(stderr: TextStream): Promise<Screen> {
  const [{ render }, { createElement }, { LiveView }] = await Promise.all([
    import('ink'),
    import('react'),
    import('./live-view.js'),
  ]);
  const instance = render(createElement(LiveView, { finished: [], live: [] }), {
    // ink calls the stream it draws on `stdout`
    stdout: stderr as NodeJS.WriteStream,
    stderr: stderr as NodeJS.WriteStream,
    exitOnCtrlC: false,
    patchConsole: false,
    // incrementalRendering of ink 6.8 leaves a copy of the first row behind with every frame; eight rows are cheap to draw.
    maxFps: MAX_FPS,
  });
  return {
    draw: (rows) => instance.rerender(createElement(LiveView, rows)),
    close: () => instance.unmount(),
  };
}
