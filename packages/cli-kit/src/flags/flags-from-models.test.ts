import { describe, expect, test } from '@jest/globals';
import { flagsFromModels, modelsWith, settingOfFlag } from './flags-from-models.js';

const schemas = {
  small: {
    properties: {
      batchSize: { type: 'integer', minimum: 1, maximum: 64, default: 8, description: 'pictures a step' },
      latentSize: { type: 'integer', minimum: 1, maximum: 10, default: 4, description: 'length of z' },
    },
  },
  large: {
    properties: {
      batchSize: { type: 'integer', minimum: 2, maximum: 512, default: 128, description: 'pictures a step' },
      criticSteps: { type: 'integer', minimum: 1, maximum: 10, default: 5, description: 'critic updates a step' },
    },
  },
};

describe('flagsFromModels', () => {
  test('makes one flag of a setting that models share, with the default of each and the widest range', () => {
    const flag = flagsFromModels(schemas)['batch-size'];

    expect(flag?.description).toBe('Pictures a step (from 1 to 512) [default: 8 (small), 128 (large)]');
  });

  test('says which models take a setting that others do not have', () => {
    expect(flagsFromModels(schemas)['critic-steps']?.description).toBe(
      'Critic updates a step (large) (from 1 to 10) [default: 5]',
    );
  });

  test('finds the models of a setting and the setting of a flag', () => {
    expect(modelsWith('latentSize', schemas)).toEqual(['small']);
    expect(settingOfFlag('critic-steps', schemas)).toBe('criticSteps');
    expect(settingOfFlag('no-such', schemas)).toBeUndefined();
  });
});
