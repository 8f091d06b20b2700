import { InvalidConfigError } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import { dropoutSize } from './dropout.js';
import { unet } from './model.js';
import { samplingPlan } from './sampling-plan.js';

const facts = (channels: 1 | 3, classes: string[] = []) => ({ kind: 'images', count: 10, channels, classes }) as const;
const digits = unet.resolveConfig({ imageSize: 28 }, facts(1, ['zero', 'one', 'two']));

describe('unet.resolveConfig', () => {
  test('halves down to 7 or 8 pixels, with attention there', () => {
    expect(digits).toMatchObject({ channels: 1, width: 16, multipliers: [1, 2, 4], attentionSizes: [7], scheduleSteps: 20_000 });
    expect(unet.resolveConfig({ imageSize: 64 }, facts(3))).toMatchObject({
      width: 32,
      multipliers: [1, 2, 4, 4],
      attentionSizes: [8],
    });
  });

  test('has no attention for crops, so that pictures may have any size', () => {
    const config = unet.resolveConfig({ imageSize: 32, crops: true }, facts(3));

    expect(config.attentionSizes).toEqual([]);
    expect(unet.parameterEntries(config).weights?.filter(({ name }) => name.includes('ttention'))).toEqual([]);
  });

  test('takes the classes of the pictures, unless it is to learn none', () => {
    expect(digits.classes).toEqual(['zero', 'one', 'two']);
    expect(unet.resolveConfig({ conditional: false }, facts(1, ['zero', 'one'])).classes).toEqual([]);
    expect(unet.resolveConfig({}, facts(1, ['all'])).classes).toEqual([]);
  });

  test.each([
    ['sizes that cannot be halved', { imageSize: 30, multipliers: [1, 2, 4] }, 'imageSize is 30'],
    ['groups that do not divide the width', { width: 24, groups: 16 }, 'width is 24'],
    ['grey output for pictures in colour', { channels: 1 }, 'channels is 1'],
  ])('refuses %s', (_, settings, message) => {
    expect(() => unet.resolveConfig(settings, facts(3))).toThrow(InvalidConfigError);
    expect(() => unet.resolveConfig(settings, facts(3))).toThrow(message);
  });
});

describe('unet.trainInputs', () => {
  test('draws noise levels as the objective does, and masks for every block', () => {
    const inputs = unet.trainInputs({ ...digits, objective: 'flow', dropout: 0.1 });

    expect(unet.trainInputs(digits).drawn?.source).toBe('normal');
    expect(inputs.drawn?.source).toBe('uniform');
    // down 16 32 64, middle 64 64, up 64 64 32 32 16 16
    expect(dropoutSize(digits)).toBe(464);
    expect(inputs.dropout?.shape).toEqual([32, 464]);
  });
});

describe('samplingPlan', () => {
  const settingsOf = (settings: object) => samplingPlan(digits, settings);

  test('goes from the highest noise down to 0, one evaluation a step', () => {
    const plan = settingsOf({ sampler: 'euler', steps: 4 });

    expect(plan.firstSigma).toBeCloseTo(80, 9);
    expect(plan.schedule).toHaveLength(4);
    expect(plan.schedule.at(-1)?.next?.data[0]).toBe(0);
  });

  test('starts lower on the way from a picture', () => {
    const whole = settingsOf({ steps: 10 }).schedule;
    const plan = settingsOf({ steps: 10, init: 'a.png', strength: 0.3 });

    expect(plan.schedule).toHaveLength(3);
    expect(plan.schedule[0]?.sigma).toEqual(whole[7]?.sigma);
    expect(plan.inputs.init).toEqual({ shape: [28, 28, 1], dtype: 'float32', source: 'images' });
    expect(settingsOf({ steps: 10, init: 'a.png', strength: 0 }).schedule).toHaveLength(1);
    expect(settingsOf({ steps: 10, init: 'a.png', mask: 'b.png' }).schedule).toHaveLength(10);
  });

  test('has no more steps than the process has timesteps', () => {
    const short = { ...digits, objective: 'epsilon' as const, numTrainTimesteps: 10 };

    expect(samplingPlan(short, { steps: 25, spacing: 'training' }).schedule).toHaveLength(10);
  });

  test('takes a class by its name or its number, and lets seeds draw it otherwise', () => {
    expect(settingsOf({ class: 'two' }).label).toBe(2);
    expect(settingsOf({ class: '1' }).label).toBe(1);
    expect(settingsOf({ class: '1' }).inputs.class).toBeUndefined();
    expect(settingsOf({}).inputs.class?.source).toBe('uniform');
  });

  test.each([
    [{ class: '3' }, 'the model has no class "3"'],
    [{ class: '' }, 'the model has no class ""'],
    [{ sampler: 'euler', eta: 0.5 }, 'eta is 0.5, but euler has no eta'],
    [{ mask: 'b.png' }, 'there is a mask, but no picture to keep'],
    [{ strength: 0.5 }, 'strength needs a picture to start from'],
    [{ size: 30 }, 'size is 30, which is no multiple of 4'],
  ])('refuses %j', (settings, message) => {
    expect(() => settingsOf(settings)).toThrow(InvalidConfigError);
    expect(() => settingsOf(settings)).toThrow(message);
  });

  test('refuses to guide a model without classes', () => {
    const plain = unet.resolveConfig({ imageSize: 28 }, facts(1));

    expect(() => samplingPlan(plain, { guidance: 2 })).toThrow('the model has no classes to guide by');
  });
});
