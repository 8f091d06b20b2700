// Escape sequences and control characters, tab and line feed excepted.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed
const CONTROL = /\u001b\[[0-?]*[ -/]*[@-~]|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Text from outside (file names, prompts, messages of others) without anything that could drive the terminal. */
export function printable(text: string): string {
  return text.replace(CONTROL, '');
}
