import { describe, expect, test } from '@jest/globals';
import { Parser } from '@oclif/core';
import { z } from 'zod';
import { flagName, flagsFromJsonSchema, settingsFromFlags } from './flags-from-json-schema.js';

const schema = z.toJSONSchema(
  z.strictObject({
    batchSize: z.int().min(1).max(1024).default(64).describe('images per step'),
    learningRate: z.number().positive().default(2e-4).describe('Adam step size'),
    loss: z.enum(['hinge', 'logistic']).default('hinge').describe('Adversarial loss'),
    mirror: z.boolean().default(true).describe('Mirror half of the images'),
    channels: z
      .union([z.literal(1), z.literal(3)])
      .optional()
      .describe('1 for grey'),
    stages: z.array(z.int()).default([4, 8]).describe('Channels of each stage'),
  }),
  { io: 'input' },
) as { properties: { [name: string]: unknown } };

async function parse(argv: string[]): Promise<{ [flag: string]: unknown }> {
  const input = { flags: flagsFromJsonSchema(schema), args: {}, strict: true } as Parameters<typeof Parser.parse>[1];
  const output = await Parser.parse(argv, input);
  return output.flags as { [flag: string]: unknown };
}

describe('flagsFromJsonSchema', () => {
  test('makes one flag for each setting', () => {
    const names = ['batch-size', 'learning-rate', 'loss', 'mirror', 'channels', 'stages'];

    expect(Object.keys(flagsFromJsonSchema(schema))).toEqual(names);
  });

  test('shows that a text names a file', () => {
    const { init } = flagsFromJsonSchema({ properties: { init: { type: 'string', format: 'path' } } });

    expect(init).toMatchObject({ helpValue: 'FILE' });
  });

  test('takes lists with commas and objects as JSON', async () => {
    expect(settingsFromFlags(await parse(['--stages', '4, 8']), schema)).toEqual({ stages: [4, 8] });
    await expect(parse(['--stages', '4,x'])).rejects.toThrow('expected a number, got "x"');
    const flags = flagsFromJsonSchema({ properties: { weights: { type: 'object' } } });
    const output = await Parser.parse(['--weights', '{"a": 1}'], { flags, args: {}, strict: true } as never);
    expect(output.flags).toEqual({ weights: { a: 1 } });
  });

  test('takes lists of lists as JSON', async () => {
    const flags = flagsFromJsonSchema({ properties: { waves: { type: 'array', items: { type: 'array' } } } });
    const given = async (text: string) =>
      (await Parser.parse(['--waves', text], { flags, args: {}, strict: true } as never)).flags;

    expect(await given('[[0.1, 0], [0, 0.2]]')).toEqual({
      waves: [
        [0.1, 0],
        [0, 0.2],
      ],
    });
    expect(await given('[]')).toEqual({ waves: [] });
    await expect(given('0.1,0')).rejects.toThrow('expected a JSON list, got "0.1,0"');
    await expect(given('{}')).rejects.toThrow('expected a JSON list, got "{}"');
  });

  test('takes one of several numbers', async () => {
    expect(settingsFromFlags(await parse(['--channels', '3']), schema)).toEqual({ channels: 3 });
    await expect(parse(['--channels', '2'])).rejects.toThrow('Expected --channels=2 to be one of: 1, 3');
  });

  test('tells meaning, range, default and environment variable', () => {
    const flags = flagsFromJsonSchema(schema);

    expect(flags['batch-size']).toMatchObject({
      description: 'Images per step (from 1 to 1024) [default: 64]',
      env: 'AIGC_BATCH_SIZE',
    });
    expect(flags['learning-rate']).toMatchObject({ description: 'Adam step size (above 0) [default: 0.0002]' });
    expect(flags.loss).toMatchObject({ options: ['hinge', 'logistic'], helpGroup: 'MODEL' });
  });

  test('sets nothing that was not given, so that a file can come before the default', async () => {
    expect(settingsFromFlags(await parse([]), schema)).toEqual({});
  });

  test('gives settings under their names in the schema', async () => {
    const flags = await parse(['--batch-size', '16', '--learning-rate', '1e-3', '--no-mirror', '--loss', 'logistic']);

    expect(settingsFromFlags(flags, schema)).toEqual({ batchSize: 16, learningRate: 0.001, mirror: false, loss: 'logistic' });
  });

  test('reads the environment after the command line', async () => {
    process.env.AIGC_BATCH_SIZE = '8';
    try {
      expect(settingsFromFlags(await parse([]), schema)).toEqual({ batchSize: 8 });
      expect(settingsFromFlags(await parse(['--batch-size', '4']), schema)).toEqual({ batchSize: 4 });
    } finally {
      delete process.env.AIGC_BATCH_SIZE;
    }
  });

  test('names are in kebab case', () => {
    expect([flagName('batchSize'), flagName('r1Gamma'), flagName('seed')]).toEqual(['batch-size', 'r1-gamma', 'seed']);
  });
});
