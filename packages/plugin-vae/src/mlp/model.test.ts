import { randomStream } from '@aigc/core';
import { parameterCount } from '@aigc/nn';
import { type HostTensor, InvalidConfigError } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import type { VaeState } from '../training/vae-state.js';
import { mlp } from './model.js';
import { decoderEntries } from './network.js';

const facts = (channels: 1 | 3) => ({ kind: 'images', count: 10, channels, classes: [] }) as const;

describe('mlp.resolveConfig', () => {
  test('takes the channels from the pictures', () => {
    expect(mlp.resolveConfig({}, facts(3)).channels).toBe(3);
  });

  test('refuses grey output for colour pictures', () => {
    const resolve = () => mlp.resolveConfig({ channels: 1 }, facts(3));

    expect(resolve).toThrow(InvalidConfigError);
    expect(resolve).toThrow('channels is 1, but some pictures are in colour');
  });

  test.each([
    ['a setting it does not know', { hiddenUnits: 400 }, 'hiddenUnits'],
    ['pictures too large for full connection', { imageSize: 128 }, 'imageSize'],
  ])('refuses %s', (_, settings, named) => {
    expect(() => mlp.resolveConfig(settings, facts(1))).toThrow(named);
  });
});

describe('mlp.sampler', () => {
  test('takes of the state the averaged decoder alone, which begins as the decoder does', () => {
    const config = mlp.resolveConfig({ imageSize: 8, hiddenSize: 5, latentSize: 3 }, facts(1));
    const state = mlp.initialState(config, randomStream(0)) as unknown as VaeState<HostTensor>;

    const parameters = mlp.sampler?.(config).parameters(state as never) as unknown as { [name: string]: HostTensor };

    expect(Object.keys(parameters)).toEqual(['decoder']);
    expect(parameters.decoder?.data).toEqual(state.weights.data.slice(-parameterCount(decoderEntries(config))));
  });
});
