import { Box, Static, Text } from 'ink';
import type { ReactElement } from 'react';

/** Finished lines that scroll away above some live rows. */
export interface LiveRows {
  /** Lines that are finished: they scroll away and are never drawn again. */
  readonly finished: readonly string[];
  /** Rows that are drawn again with every frame. */
  readonly live: readonly string[];
}

/** A command at work on a terminal. Rows come fitted and styled; ink only places them. */
export function LiveView({ finished, live }: LiveRows): ReactElement {
  return (
    <>
      <Static items={[...finished]}>{(line, index) => <Text key={index}>{line}</Text>}</Static>
      <Box flexDirection="column">
        {live.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
          <Text key={index} wrap="truncate">
            {row}
          </Text>
        ))}
      </Box>
    </>
  );
}
