import { Box, Static, Text } from 'ink';
import type { ReactElement } from 'react';

/** What the view shows. */
export interface TrainingViewProps {
  /** Lines that are finished: they scroll away and are never drawn again. */
  readonly finished: readonly string[];
  /** Rows that are drawn again with every frame. */
  readonly live: readonly string[];
}

/** A training run on a terminal. Rows come fitted and styled; ink only places them. */
export function TrainingView({ finished, live }: TrainingViewProps): ReactElement {
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
