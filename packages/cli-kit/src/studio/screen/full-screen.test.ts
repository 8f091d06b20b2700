import { describe, expect, test } from '@jest/globals';
import { RecordingStream } from '../../testing/recording-io.js';
import { FullScreen, type Overlay } from './full-screen.js';
import { pressedKey } from './pressed-key.js';
import { parseReply } from './query-terminal.js';

/** A screen on a terminal that remembers; `drawn` gives what a frame wrote, without the marks around it. */
function openScreen(): { screen: FullScreen; terminal: RecordingStream; drawn: (frame: string, overlay?: Overlay) => string } {
  const terminal = new RecordingStream({ columns: 40, rows: 12 });
  const screen = new FullScreen(terminal);
  screen.open();
  const drawn = (frame: string, overlay?: Overlay): string => {
    terminal.text = '';
    screen.setOverlay(overlay);
    screen.write(frame);
    return terminal.text.replace('\u001b[?2026h', '').replace('\u001b[?2026l', '');
  };
  return { screen, terminal, drawn };
}

const row = (number: number, text: string): string => `\u001b[${number};1H${text}\u001b[0m\u001b[K`;

describe('FullScreen', () => {
  test('enters the other screen and gives the first one back, once', () => {
    const { screen, terminal } = openScreen();
    expect(terminal.text).toBe('\u001b[?1049h\u001b[?25l\u001b[2J');
    terminal.text = '';
    screen.leave();
    screen.leave();
    expect(terminal.text).toBe('\u001b[?25h\u001b[?1049l');
  });

  test('writes the rows that changed, and nothing when none did', () => {
    const { screen, drawn } = openScreen();
    expect(drawn('one\ntwo')).toBe(row(1, 'one') + row(2, 'two'));
    expect(drawn('one\n2')).toBe(row(2, '2'));
    expect(drawn('one\n2')).toBe('');
    expect(drawn('one')).toBe(row(2, ''));
    screen.leave();
    expect(drawn('late')).toBe('');
  });

  test('draws a picture after the text, again when its rows are written, and takes it away', () => {
    const { screen, drawn } = openScreen();
    const overlay = { row: 1, column: 4, rows: 1, sequence: '<picture>', clear: '<clear>' };
    expect(drawn('one\ntwo', overlay)).toBe(`${row(1, 'one')}${row(2, 'two')}\u001b[2;5H<picture>`);
    expect(drawn('1\ntwo', overlay)).toBe(row(1, '1'));
    expect(drawn('1\n2', overlay)).toBe(`${row(2, '2')}\u001b[2;5H<picture>`);
    expect(drawn('1\n2', { ...overlay, sequence: '<other>' })).toBe(`<clear>${row(2, '2')}\u001b[2;5H<other>`);
    expect(drawn('1\n2')).toBe(`<clear>${row(2, '2')}`);
    screen.leave();
  });

  test('draws everything again after a change of size', () => {
    const { screen, drawn } = openScreen();
    drawn('one');
    screen.invalidate();
    expect(drawn('one')).toBe(row(1, 'one'));
    screen.leave();
  });
});

describe('parseReply', () => {
  test('finds sixel and the size of a cell among the answers', () => {
    expect(parseReply('\u001b[6;18;9t\u001b[?62;4;22c')).toEqual({ hasSixel: true, cell: { width: 9, height: 18 } });
    // 4 is the class of the terminal here, and no attribute
    expect(parseReply('\u001b[?4;22c')).toEqual({ hasSixel: false, cell: undefined });
  });
});

describe('pressedKey', () => {
  const NONE = {} as Parameters<typeof pressedKey>[1];
  test('takes apart keys that came in one piece', () => {
    expect(pressedKey('ab\r', NONE)).toEqual([{ name: 'text', text: 'a' }, { name: 'text', text: 'b' }, { name: 'enter' }]);
  });

  test('knows Ctrl-C, and ignores what means nothing', () => {
    expect(pressedKey('c', { ...NONE, ctrl: true })).toEqual([{ name: 'interrupt' }]);
    expect(pressedKey('x', { ...NONE, ctrl: true })).toEqual([]);
    expect(pressedKey('\u001b', NONE)).toEqual([]);
  });
});
