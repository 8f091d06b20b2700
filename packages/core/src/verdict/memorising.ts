import type { Finding } from '@aigc/plugin-api';
import { type Evidence, percent } from './evidence.js';

// One sample in twenty: of 64 that is four, more than likeness by chance gives.
const MIN_COPIES = 0.05;
// Held-out pictures are no copies; what they show is likeness within the data. Three times as many is beyond it.
const OVER_HELD_OUT = 3;

/** Are samples copies of training pictures? */
export function memorising({ pictures }: Evidence): Finding[] {
  if (pictures === undefined) return [];
  const { copies, heldOutCopies = 0 } = pictures;
  if (copies < MIN_COPIES || copies < OVER_HELD_OUT * heldOutCopies) return [];
  const compared = pictures.heldOutCopies === undefined ? '' : `, of held-out pictures ${percent(heldOutCopies)}`;
  return [
    {
      level: 'bad',
      code: 'memorising',
      message: `${percent(copies)} of the samples are copies of training pictures${compared}`,
      hint: 'add data or augmentation, train a smaller model, or use an earlier checkpoint; do not publish the copies',
    },
  ];
}
