import { type ImageDataFacts, InvalidConfigError } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import { dcgan } from './model.js';

const facts = (other: Partial<ImageDataFacts> = {}): ImageDataFacts => ({
  kind: 'images',
  count: 20_000,
  channels: 3,
  classes: [],
  ...other,
});

describe('dcgan.resolveConfig', () => {
  test('takes the channels from the pictures', () => {
    expect(dcgan.resolveConfig({}, facts()).channels).toBe(3);
  });

  test('refuses grey output for colour pictures', () => {
    const resolve = () => dcgan.resolveConfig({ channels: 1 }, facts());

    expect(resolve).toThrow(InvalidConfigError);
    expect(resolve).toThrow('channels is 1, but some pictures are in colour');
  });

  test('refuses a setting it does not know', () => {
    expect(() => dcgan.resolveConfig({ learnRate: 1 }, facts())).toThrow('learnRate');
  });

  test.each([
    ['few pictures', {}, 9_999, true],
    ['many pictures', {}, 10_000, false],
    ['few pictures when told not to', { augmentDiscriminator: false }, 10, false],
    ['many pictures when told to', { augmentDiscriminator: true }, 1e6, true],
  ])('decides on augmentation for %s', (_, settings, count, isAugmented) => {
    expect(dcgan.resolveConfig(settings, facts({ count })).augmentDiscriminator).toBe(isAugmented);
  });

  test('learns the classes of the pictures where there are some, unless told not to', () => {
    const data = facts({ classes: ['cat', 'dog'] });

    expect(dcgan.resolveConfig({}, data).classes).toEqual(['cat', 'dog']);
    expect(dcgan.resolveConfig({ conditional: false }, data).classes).toBeUndefined();
    expect(dcgan.resolveConfig({}, facts()).classes).toBeUndefined();
    expect(() => dcgan.resolveConfig({ conditional: true }, facts())).toThrow('the pictures have no classes');
  });

  test('ends a schedule where the run is planned to end', () => {
    expect(dcgan.resolveConfig({}, facts(), { steps: 700 }).scheduleSteps).toBe(700);
    const config = dcgan.resolveConfig({ learningRateSchedule: 'linear', learningRate: 1e-3 }, facts(), { steps: 100 });
    expect(dcgan.learningRate?.(config, 50)).toBeCloseTo(5e-4, 10);
  });
});

describe('dcgan.sampler', () => {
  const config = dcgan.resolveConfig({ imageSize: 16, width: 8 }, facts({ classes: ['cat', 'dog'] }));

  test('lets each seed draw its class, unless one is asked for', () => {
    expect(Object.keys(dcgan.sampler?.(config)?.inputs ?? {})).toEqual(['z', 'choice']);
    expect(Object.keys(dcgan.sampler?.(config, { class: 'dog' })?.inputs ?? {})).toEqual(['z']);
  });

  test('names the classes it knows when asked for another', () => {
    expect(() => dcgan.sampler?.(config, { class: 'cow' })).toThrow("class 'cow' is not among those the model was trained on");
    const plain = dcgan.resolveConfig({ conditional: false }, facts());
    expect(() => dcgan.sampler?.(plain, { class: 'dog' })).toThrow('trained without classes');
  });
});
