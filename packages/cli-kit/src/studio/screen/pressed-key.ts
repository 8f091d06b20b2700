import type { Key } from 'ink';

/** A key, by what it means to the studio; `text` holds one character. */
export type PressedKey =
  | { readonly name: 'up' | 'down' | 'left' | 'right' | 'page-up' | 'page-down' }
  | { readonly name: 'enter' | 'escape' | 'tab' | 'back-tab' | 'backspace' | 'interrupt' | 'clear' }
  | { readonly name: 'text'; readonly text: string };

/** What ink says about a key, or about text that was pasted, in our words; nothing for keys that mean nothing here. */
export function pressedKey(text: string, key: Key): PressedKey[] {
  if (key.ctrl) return text === 'c' ? [{ name: 'interrupt' }] : text === 'u' ? [{ name: 'clear' }] : [];
  if (key.upArrow) return [{ name: 'up' }];
  if (key.downArrow) return [{ name: 'down' }];
  if (key.leftArrow) return [{ name: 'left' }];
  if (key.rightArrow) return [{ name: 'right' }];
  if (key.pageUp) return [{ name: 'page-up' }];
  if (key.pageDown) return [{ name: 'page-down' }];
  if (key.return) return [{ name: 'enter' }];
  if (key.escape) return [{ name: 'escape' }];
  if (key.tab) return [{ name: key.shift ? 'back-tab' : 'tab' }];
  if (key.backspace || key.delete) return [{ name: 'backspace' }];
  if (key.meta) return [];
  // keys that came in one piece, as over a slow line, or pasted
  return [...text].map(keyOfCharacter).filter((pressed) => pressed !== undefined);
}

function keyOfCharacter(character: string): PressedKey | undefined {
  if (character === '\r' || character === '\n') return { name: 'enter' };
  if (character === '\t') return { name: 'tab' };
  if (character === '\u007f' || character === '\b') return { name: 'backspace' };
  if (character === '\u0003') return { name: 'interrupt' };
  return character < ' ' ? undefined : { name: 'text', text: character };
}
