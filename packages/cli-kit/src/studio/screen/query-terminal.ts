import type { TerminalReply } from '../pictures/graphics.js';

/** Longer than any answer takes, even over a slow line; who does not answer is not asked again. */
const TIMEOUT_MS = 300;
/** Size of a cell, then the device attributes, which every terminal answers: so the end is known. */
const QUESTION = '\u001b[16t\u001b[c';
// biome-ignore lint/suspicious/noControlCharactersInRegex: answers begin with escape
const ATTRIBUTES = /\u001b\[\?([\d;]+)c/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: answers begin with escape
const CELL = /\u001b\[6;(\d+);(\d+)t/;

/** The part of stdin that is read: raw keys and answers. */
export interface TerminalInput {
  readonly isTTY?: boolean | undefined;
  setRawMode?(isRaw: boolean): unknown;
  on(event: 'data', listener: (bytes: Buffer | string) => void): unknown;
  off(event: 'data', listener: (bytes: Buffer | string) => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

/** Asks the terminal what it can draw; undefined where it does not answer. Its input must not be read by anyone else meanwhile. */
export async function queryTerminal(
  input: TerminalInput,
  output: { write(text: string): unknown },
): Promise<TerminalReply | undefined> {
  input.setRawMode?.(true);
  let text = '';
  const answered = new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => finish(false), TIMEOUT_MS);
    const listener = (bytes: Buffer | string): void => {
      text += bytes.toString();
      if (ATTRIBUTES.test(text)) finish(true);
    };
    const finish = (isAnswer: boolean): void => {
      clearTimeout(timer);
      input.off('data', listener);
      resolve(isAnswer);
    };
    input.on('data', listener);
  });
  input.resume();
  output.write(QUESTION);
  const isAnswer = await answered;
  input.pause();
  input.setRawMode?.(false);
  return isAnswer ? parseReply(text) : undefined;
}

/** Reads the answers to both questions. */
export function parseReply(text: string): TerminalReply {
  const attributes = ATTRIBUTES.exec(text)?.[1]?.split(';') ?? [];
  const [, height, width] = CELL.exec(text) ?? [];
  const cell = { width: Number(width), height: Number(height) };
  return { hasSixel: attributes.slice(1).includes('4'), cell: cell.width > 0 && cell.height > 0 ? cell : undefined };
}
