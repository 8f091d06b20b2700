import type { PressedKey } from './screen/pressed-key.js';
import type { StudioScreen, StudioState } from './studio-state.js';

/** The state with another screen. */
export function show(state: StudioState, screen: StudioScreen): StudioState {
  return { ...state, screen };
}

/** The state with a word to the person, and nothing done. */
export function note(state: StudioState, notice: string): { readonly state: StudioState } {
  return { state: { ...state, notice } };
}

/** How far a key moves a cursor down. */
export function step(key: PressedKey): number {
  if (key.name === 'down' || letter(key) === 'j') return 1;
  return key.name === 'up' || letter(key) === 'k' ? -1 : 0;
}

/** The letter of a key; empty for others. */
export function letter(key: PressedKey): string {
  return key.name === 'text' ? key.text : '';
}

/** Does a key go back to where one came from? */
export function isBack(key: PressedKey): boolean {
  return key.name === 'escape' || key.name === 'backspace' || letter(key) === 'q';
}

/** What a cursor stands on after a move: by name, since the order changes; the first where it stood on nothing. */
export function movedTo(names: readonly string[], current: string, by: number): string | undefined {
  const at = names.indexOf(current);
  return names[Math.min(names.length - 1, Math.max(0, at + by))];
}
