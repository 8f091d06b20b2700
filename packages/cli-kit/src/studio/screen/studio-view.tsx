import { Box, Text, useInput } from 'ink';
import type { ReactElement } from 'react';
import { type PressedKey, pressedKey } from './pressed-key.js';

/** What the view shows, and whom it tells of keys. */
export interface StudioViewProps {
  /** Fitted and styled; ink only places them. */
  readonly rows: readonly string[];
  readonly onKey: (key: PressedKey) => void;
}

/** The studio on a terminal. */
export function StudioView({ rows, onKey }: StudioViewProps): ReactElement {
  useInput((text, key) => {
    for (const pressed of pressedKey(text, key)) onKey(pressed);
  });
  return (
    <Box flexDirection="column">
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
        <Text key={index} wrap="truncate">
          {row === '' ? ' ' : row}
        </Text>
      ))}
    </Box>
  );
}
