import { extname } from 'node:path/posix';
import type { Image } from '@aigc/media/image';
import type { BadFile } from '../bad-file.js';
import { heldOut } from '../held-out.js';
import { classesOf } from '../pictures/classes.js';
import type { PicturePolicy, ReadPicture } from '../pictures/read-pictures.js';
import type { FileSource } from '../sources/file-source.js';
import type { DataCard, Spread } from './data-card.js';
import { NEAR_BITS, NEAR_LEVELS, nearDuplicates } from './near-duplicates.js';
import { type PictureHash, pictureHash } from './picture-hash.js';
import { PixelMoments } from './pixel-moments.js';
import { SamplePictures } from './sample-pictures.js';

const SHOWN_SIZES = 5;
const USUAL_VALIDATION_SHARE = 0.1;

interface Seen {
  readonly path: string;
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  readonly isGrey: boolean;
  readonly hasAlpha: boolean;
  readonly hash: PictureHash | undefined;
}

/** Gathers the statistics of pictures one by one; keeps some hundred bytes of each, and a few whole as samples. */
export class CardBuilder {
  readonly samples: SamplePictures;
  private readonly seen: Seen[] = [];
  private readonly moments = new PixelMoments();

  constructor(policy: PicturePolicy) {
    this.samples = new SamplePictures(policy.size);
  }

  add({ path, sha256, width, height, hasAlpha, image }: ReadPicture): void {
    this.moments.add(image as Image);
    this.samples.add(sha256, image);
    this.seen.push({ path, sha256, width, height, hasAlpha, isGrey: image.channels === 1, hash: pictureHash(image) });
  }

  card({ path, kind }: FileSource, policy: PicturePolicy, bad: readonly BadFile[]): DataCard {
    const seen = this.seen.sort((a, b) => (a.path < b.path ? -1 : 1));
    const { classes, labels } = classesOf(seen.map((picture) => picture.path));
    const { train, validation } = heldOut(seen, USUAL_VALIDATION_SHARE);
    return {
      card: 1,
      source: { path, kind },
      policy,
      count: seen.length,
      bad,
      width: spread(seen.map(({ width }) => width)),
      height: spread(seen.map(({ height }) => height)),
      sizes: commonSizes(seen),
      aspectRatio: spread(seen.map(({ width, height }) => width / height)),
      channels: {
        grey: seen.filter(({ isGrey }) => isGrey).length,
        color: seen.filter(({ isGrey }) => !isGrey).length,
        alpha: seen.filter(({ hasAlpha }) => hasAlpha).length,
      },
      extensions: Object.fromEntries(
        counts(seen.map((picture) => extname(picture.path).toLowerCase()).filter((ending) => ending !== '')),
      ),
      pixels: this.moments.result(),
      classes: classes.map((name, label) => ({ name, count: labels.filter((value) => value === label).length })),
      split: { validationShare: USUAL_VALIDATION_SHARE, train: train.length, validation: validation.length },
      ...duplicates(seen),
    };
  }
}

function duplicates(seen: readonly Seen[]): Pick<DataCard, 'duplicates' | 'nearDuplicates'> {
  const copies = bySha256(seen);
  const firsts = [...copies.values()].map(([first]) => first as Seen);
  const groups = nearDuplicates(firsts.map(({ hash }) => hash));
  return {
    duplicates: [...copies.values()].filter(({ length }) => length > 1).map((group) => group.map(({ path }) => path)),
    nearDuplicates: {
      maxBits: NEAR_BITS,
      maxLevels: NEAR_LEVELS,
      groups: groups.map((group) => group.map((index) => (firsts[index] as Seen).path)),
    },
  };
}

function bySha256(seen: readonly Seen[]): Map<string, Seen[]> {
  const groups = new Map<string, Seen[]>();
  for (const picture of seen) {
    const group = groups.get(picture.sha256);
    if (group === undefined) groups.set(picture.sha256, [picture]);
    else group.push(picture);
  }
  return groups;
}

function spread(values: readonly number[]): Spread {
  const sorted = Float64Array.from(values).sort();
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  const half = (sorted.length - 1) / 2;
  return { min: at(0), median: (at(Math.floor(half)) + at(Math.ceil(half))) / 2, max: at(sorted.length - 1) };
}

function commonSizes(seen: readonly Seen[]): DataCard['sizes'] {
  return counts(seen.map(({ width, height }) => `${width} ${height}`))
    .slice(0, SHOWN_SIZES)
    .map(([size, count]) => {
      const [width = 0, height = 0] = size.split(' ').map(Number);
      return { width, height, count };
    });
}

/** The most frequent first. */
function counts(values: readonly string[]): [value: string, count: number][] {
  const found = new Map<string, number>();
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
  return [...found].sort((a, b) => b[1] - a[1]);
}
