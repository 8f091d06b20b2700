// Exact denoisers in place of networks: what a sampler does to them is known in closed form.
import { describe, expect, test } from '@jest/globals';
import { type GaussianData, gaussianDenoiser, gaussianFlow } from '../testing/gaussian-denoiser.js';
import { runSampler } from '../testing/run-sampler.js';
import { ddim } from './ddim.js';
import { ddpm } from './ddpm.js';
import { dpmpp2m } from './dpmpp-2m.js';
import { euler } from './euler.js';
import { heun } from './heun.js';
import { karrasSigmas } from './karras-sigmas.js';
import type { SamplerSettings, SigmaSampler } from './sigma-sampler.js';

const DATA: GaussianData = { mean: 0.3, deviation: 0.5 };
// From mostly noise to mostly picture. It ends above 0, as the step to 0 has an order of its own.
const RANGE = { sigmaMin: 0.05, sigmaMax: 10 };
const START = 7;
/** Of log2 of the ratio of errors; orders are those of vanishing steps. */
const ORDER_TOLERANCE = 0.1;

const sigmasOf = (steps: number) => karrasSigmas(steps + 1, RANGE);

async function flowError(sampler: SigmaSampler, steps: number): Promise<number> {
  const [end] = await runSampler({ sampler, sigmas: sigmasOf(steps), denoise: gaussianDenoiser(DATA), x: [START] });
  return Math.abs((end as number) - gaussianFlow(START, [RANGE.sigmaMax, RANGE.sigmaMin], DATA));
}

describe.each<[string, SigmaSampler, number]>([
  ['euler', euler, 1],
  ['ddim', ddim, 1],
  ['heun', heun, 2],
  ['dpmpp2m', dpmpp2m, 2],
])('%s', (_, sampler, order) => {
  test(`has ${order === 1 ? 'half' : 'a quarter of'} the error with half the step`, async () => {
    const [coarse, fine] = [await flowError(sampler, 32), await flowError(sampler, 64)];

    expect(fine).toBeGreaterThan(0);
    expect(Math.abs(Math.log2(coarse / fine) - order)).toBeLessThan(ORDER_TOLERANCE);
  });

  test('ends at the denoised picture in one step to sigma 0', async () => {
    // slope (x - x0) / sigma over all of sigma leads from x to x0
    const denoise = gaussianDenoiser(DATA);
    const [end] = await runSampler({ sampler, sigmas: [2, 0], denoise, x: [START] });

    // (0.25 * 7 + 4 * 0.3) / (0.25 + 4)
    expect(end).toBeCloseTo((0.25 * START + 4 * 0.3) / 4.25, 5);
  });
});

/**
 * Variance at the end of a stochastic run, exactly: for a normal denoiser each step is affine, so the variance is the sum of the
 * squared responses to a unit of noise at the start and at each step.
 */
async function endVariance(sampler: SigmaSampler, steps: number, settings: SamplerSettings): Promise<number> {
  const sigmas = sigmasOf(steps);
  const startDeviation = Math.sqrt(DATA.deviation ** 2 + RANGE.sigmaMax ** 2);
  // point 0: no noise; 1: a deviation more at the start; 2 + i: a unit at step i
  const points = steps + 2;
  const x = Array.from({ length: points }, (_, point) => DATA.mean + (point === 1 ? startDeviation : 0));
  const noise = (step: number) => x.map((_, point) => (point === step + 2 ? 1 : 0));
  const [base, ...moved] = await runSampler({ sampler, sigmas, denoise: gaussianDenoiser(DATA), x, noise, settings });
  return moved.reduce((sum, end) => sum + (end - (base as number)) ** 2, 0);
}

describe.each<[string, SigmaSampler, number]>([
  ['ddpm', ddpm, 0],
  ['ddim with eta 1', ddim, 1],
  ['ddim with eta 0.5', ddim, 0.5],
])('%s', (_, sampler, eta) => {
  test('has half the error of the variance with half the step', async () => {
    // noised data: s^2 + sigma^2
    const exact = DATA.deviation ** 2 + RANGE.sigmaMin ** 2;
    const error = async (steps: number) => Math.abs((await endVariance(sampler, steps, { eta })) - exact);
    const [coarse, fine] = [await error(64), await error(128)];

    expect(fine).toBeGreaterThan(0);
    expect(Math.abs(Math.log2(coarse / fine) - 1)).toBeLessThan(ORDER_TOLERANCE);
  });
});

describe('the samplers among each other', () => {
  const run = (sampler: SigmaSampler, eta = 0) =>
    runSampler({
      sampler,
      sigmas: [...sigmasOf(6), 0],
      denoise: gaussianDenoiser(DATA),
      x: [START, -3],
      noise: (step) => [Math.sin(step), Math.cos(step)],
      settings: { eta },
    });
  // float32, six steps from values near 10
  const DIGITS = 4;

  test('ddim with eta 0 is euler', async () => {
    const [a, b] = [await run(ddim), await run(euler)];

    for (const [i, end] of a.entries()) expect(end).toBeCloseTo(b[i] as number, DIGITS);
  });

  test('ddim with eta 1 is ddpm', async () => {
    const [a, b] = [await run(ddim, 1), await run(ddpm)];

    for (const [i, end] of a.entries()) expect(end).toBeCloseTo(b[i] as number, DIGITS);
  });

  test('heun evaluates the denoiser twice a step, and once in the one to sigma 0', () => {
    expect(heun.schedule([3, 2, 1], { eta: 0 })).toHaveLength(4);
    expect(heun.schedule([3, 2, 1, 0], { eta: 0 })).toHaveLength(5);
  });
});
