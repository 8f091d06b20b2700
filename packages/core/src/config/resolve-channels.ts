// Code: E-CONFIG-010 grey output for pictures in colour.
import { type DataFacts, InvalidConfigError } from '@aigc/plugin-api';

/**
 * Channels of a model's pictures: those asked for, else those of the data.
 *
 * @throws InvalidConfigError E-CONFIG-010 for grey output of pictures in colour, or data that is no pictures.
 */
export function resolveChannels(given: 1 | 3 | undefined, data: DataFacts): 1 | 3 {
  if (data.kind !== 'images') throw new InvalidConfigError('E-CONFIG-010', `the model learns from images, not from ${data.kind}`);
  if (given === 1 && data.channels === 3) {
    throw new InvalidConfigError('E-CONFIG-010', 'channels is 1, but some pictures are in colour', {
      hints: ['leave --channels out, or convert the pictures to grey'],
    });
  }
  return given ?? data.channels;
}
