import { describe, expect, test } from '@jest/globals';
import { randomStream } from '../random/random-stream.js';
import type { Curve } from '../run-catalog/metric-history.js';
import type { Evidence } from './evidence.js';
import { judge } from './judge.js';

const STEPS = 2000;
const VALIDATE_EVERY = 100;

/** A curve of `value(step)` at every `stride`-th step, with normal noise of standard deviation `sigma`. */
function curve(value: (step: number) => number, { stride = 1, sigma = 0, steps = STEPS } = {}): Curve {
  const at = Array.from({ length: Math.floor(steps / stride) }, (_, i) => (i + 1) * stride);
  const noise = randomStream(7).normal(at.length);
  return { steps: at, values: at.map((step, i) => value(step) + sigma * (noise[i] as number)) };
}

const validated = (value: (step: number) => number, sigma = 0) => curve(value, { stride: VALIDATE_EVERY, sigma });

function evidence(curves: Evidence['history']['curves'], rest: Partial<Evidence> = {}): Evidence {
  const objective = curves.validationLoss === undefined ? {} : { objective: 'validationLoss' };
  const lastStep = Math.max(...Object.values(curves).map(({ steps }) => steps.at(-1) as number));
  return { history: { lastStep, curves }, ...objective, ...rest };
}

const codes = (given: Evidence) => judge(given).findings.map(({ code }) => code);

// An exponential fall from 4 to 1; after 2000 steps it is 3 exp(-2000 / tau) from its floor.
const falling = (tau: number) => (step: number) => 1 + 3 * Math.exp(-step / tau);

describe('validation', () => {
  test('that has reached its floor has settled', () => {
    const verdict = judge(
      evidence({ loss: curve(falling(200), { sigma: 0.1 }), validationLoss: validated(falling(200), 0.005) }),
    );

    expect(verdict).toMatchObject({ level: 'good', findings: [{ code: 'plateaued' }] });
    // at step 100: 1 + 3 exp(-0.5) = 2.820, and 5 standard deviations of 0.005 around it
    expect(verdict.summary).toMatch(/^validation loss fell from 2\.8[0-4]\d* to (1|0\.99\d*|1\.00\d*) and has settled there$/);
  });

  test('that falls by more than its noise over the last quarter is still falling', () => {
    // from step 1500 to 2000 it falls by 3 (exp(-0.75) - exp(-1)) = 0.31 of 1.8 in all
    const given = evidence({ loss: curve(falling(2000), { sigma: 0.1 }), validationLoss: validated(falling(2000), 0.01) });

    expect(judge(given)).toMatchObject({ level: 'good', findings: [{ code: 'still-improving', hint: expect.any(String) }] });
  });

  test('that falls ever more slowly is still falling: a bend is no noise', () => {
    // 110 + 75 / (1 + step / 100): 147.5 at step 100, 115.0 at 1500 and 113.6 at 2000, a gain of 1.4 of 34
    const slowing = (step: number) => 110 + 75 / (1 + step / 100);

    expect(codes(evidence({ loss: curve(slowing, { sigma: 1 }), validationLoss: validated(slowing) }))).toEqual([
      'still-improving',
    ]);
  });

  // a parabola around step 800 that ends 0.4 higher, of a fall from 2.0 at step 0 by 1
  const turning = (step: number) => (step < 800 ? 1 + ((step - 800) / 800) ** 2 : 1 + 0.4 * ((step - 800) / 1200) ** 2);

  test('that rises while the training loss falls is over-fitting, since its best step', () => {
    const verdict = judge(evidence({ loss: curve(falling(1000), { sigma: 0.05 }), validationLoss: validated(turning, 0.002) }));

    // the median of the last three: 1 + 0.4 (1100 / 1200)^2 = 1.336, of a first value of 1 + (7/8)^2 = 1.766: 44 % lost
    expect(verdict.level).toBe('bad');
    expect(verdict.summary).toMatch(
      /^validation loss has risen since step (700|800|900), from 1(\.00\d*)? to 1\.3[34]\d* \(4[345] % of what was gained\), while the training loss has not: the model over-fits/,
    );
    expect(verdict.findings[0]).toMatchObject({ code: 'overfitting', hint: expect.stringContaining('best checkpoint') });
  });

  test('that rises a little is worth a look, and no more', () => {
    // ends 0.1 higher: 0.084 at the median of the last three, a tenth of what was gained
    const slight = (step: number) => (step < 800 ? turning(step) : 1 + 0.1 * ((step - 800) / 1200) ** 2);

    expect(judge(evidence({ loss: curve(falling(1000)), validationLoss: validated(slight, 0.001) }))).toMatchObject({
      level: 'unclear',
      findings: [{ code: 'overfitting' }],
    });
  });

  test('that rises together with the training loss is divergence', () => {
    const given = evidence({ loss: curve(turning, { sigma: 0.002 }), validationLoss: validated(turning, 0.002) });

    expect(judge(given)).toMatchObject({ level: 'bad', findings: [{ code: 'divergence' }] });
  });

  test('does not rise where noise alone moves it', () => {
    // a settled curve with noise of a tenth of the fall: of 20 values some are 2 sigma over the best
    for (const sigma of [0.05, 0.1, 0.2]) {
      expect(codes(evidence({ loss: curve(falling(100)), validationLoss: validated(falling(100), sigma) }))).not.toContain(
        'overfitting',
      );
    }
  });

  test('that never fell has learnt nothing', () => {
    const flat = () => 2;

    expect(judge(evidence({ loss: curve(flat, { sigma: 0.01 }), validationLoss: validated(flat, 0.01) }))).toMatchObject({
      level: 'bad',
      findings: [{ code: 'not-learning' }],
    });
  });

  test('that was at its floor when first measured has settled', () => {
    // tau 15: at step 100 it is 3 exp(-6.7) = 0.004 above its floor
    const given = evidence({ loss: curve(falling(15), { sigma: 0.01 }), validationLoss: validated(falling(15), 0.01) });

    expect(judge(given)).toMatchObject({ level: 'good', findings: [{ code: 'plateaued' }] });
  });

  test('far above the training loss does not carry over', () => {
    // training falls from 4 to 0.2, validation to 2.6: (2.6 - 0.2) / (4 - 0.2) = 63 %
    const training = (step: number) => 0.2 + 3.8 * Math.exp(-step / 150);
    const held = (step: number) => 2.6 + 1.4 * Math.exp(-step / 150);
    const verdict = judge(evidence({ loss: curve(training), validationLoss: validated(held) }));

    expect(verdict).toMatchObject({ level: 'unclear', findings: [{ code: 'generalisation-gap' }, { code: 'plateaued' }] });
    // the start is the median of the first 40 steps, at step 20.5: 0.2 + 3.8 exp(-0.137) = 3.51; 2.4 / 3.315 = 72 %
    expect(verdict.summary).toContain('72 % of what was learnt does not carry over');
  });
});

describe('a run without validation', () => {
  test('is unclear when its loss fell', () => {
    expect(judge(evidence({ loss: curve(falling(300), { sigma: 0.2 }) }))).toMatchObject({
      level: 'unclear',
      summary: expect.stringMatching(/^loss fell from .* nothing was held out/),
      findings: [{ code: 'unvalidated' }],
    });
  });

  test('or with a few validations is unclear too', () => {
    const validationLoss = curve(falling(300), { stride: 1000 });

    expect(judge(evidence({ loss: curve(falling(300), { sigma: 0.2 }), validationLoss })).summary).toMatch(
      /^loss fell from .*; 2 validations are too few for a trend$/,
    );
  });

  test('is bad when its loss did not fall', () => {
    expect(judge(evidence({ loss: curve(() => 1, { sigma: 0.2 }) }))).toMatchObject({
      level: 'bad',
      findings: [{ code: 'not-learning' }],
    });
  });

  test('that measured nothing cannot be judged', () => {
    const speed = curve(() => 100);

    expect(judge(evidence({ itemsPerSecond: speed }))).toMatchObject({ level: 'unclear', findings: [] });
  });
});

describe('a short run', () => {
  test('is too short to judge, whatever its curves do', () => {
    const steps = 40;
    const given = evidence({ loss: curve(falling(10), { steps }), validationLoss: curve(falling(10), { steps, stride: 10 }) });

    expect(judge(given)).toMatchObject({ level: 'unclear', summary: '40 steps are too few to judge by' });
  });

  test('is one that has not seen every picture', () => {
    // 200 steps of 16 are 3200 of 10000
    const given = evidence({ loss: curve(falling(100), { steps: 200 }) }, { pass: { examples: 10_000, batchSize: 16 } });

    expect(judge(given).summary).toBe('training has seen 32 % of the pictures, each once');
  });
});

describe('loss spikes', () => {
  const spiky = (at: readonly number[]) => (step: number) => falling(200)(step) + (at.includes(step) ? 5 : 0);
  const validationLoss = validated(falling(200), 0.001);

  test('are told with the highest, and are a warning when there are many', () => {
    const one = judge(evidence({ loss: curve(spiky([1000]), { sigma: 0.1 }), validationLoss }));
    const many = judge(evidence({ loss: curve(spiky([600, 1000, 1001, 1500]), { sigma: 0.1 }), validationLoss }));

    expect(one).toMatchObject({ level: 'good', findings: [{ code: 'plateaued' }, { code: 'loss-spikes' }] });
    expect(one.findings[1]?.message).toMatch(/^loss jumped once and came back; the highest was [56]\.\d* at step 1000$/);
    // 1000 and 1001 are one spike
    expect(many).toMatchObject({ level: 'unclear', summary: expect.stringContaining('jumped 3 times') });
  });

  test('that the loss does not come back from are divergence', () => {
    const broken = (step: number) => (step < 1200 ? falling(200)(step) : 4);

    expect(judge(evidence({ loss: curve(broken, { sigma: 0.05 }), validationLoss }))).toMatchObject({
      level: 'bad',
      summary: expect.stringMatching(
        /^loss jumped at step 1200 and has not come back: 1(\.0\d*)? before, (4|3\.9\d*|4\.0\d*) now/,
      ),
    });
  });

  test('are not seen in noise', () => {
    expect(codes(evidence({ loss: curve(falling(200), { sigma: 0.5 }), validationLoss }))).not.toContain('loss-spikes');
  });
});

describe('adversarial losses', () => {
  const gan = (discriminator: (step: number) => number, generator: (step: number) => number, rest: Partial<Evidence> = {}) =>
    evidence({ discriminatorLoss: curve(discriminator), generatorLoss: curve(generator) }, rest);

  test('in balance are good where the pictures are, and say nothing of pictures that nobody compared', () => {
    // the logistic losses of two that cannot be told apart: 2 ln 2 and ln 2
    const losses = [() => 2 * Math.LN2, () => Math.LN2] as const;
    const pictures = { count: 64, spread: 1, separation: 1, copies: 0, heldOutCopies: 0, nearest: [] };

    expect(judge(gan(...losses, { pictures }))).toMatchObject({ level: 'good', findings: [{ code: 'adversarial-balance' }, {}] });
    expect(judge(gan(...losses))).toMatchObject({ level: 'unclear', findings: [{ code: 'adversarial-balance' }] });
  });

  test('with a certain discriminator and a rising generator are broken', () => {
    const verdict = judge(
      gan(
        (step) => 1.4 * Math.exp(-step / 400),
        (step) => 1 + step / 250,
      ),
    );

    // medians: step 1750 of the discriminator, 1.4 exp(-4.375) = 0.0176, exp(-0.0088) = 99 %; of the generator at 750 and 1750
    expect(verdict).toMatchObject({ level: 'bad', findings: [{ code: 'discriminator-won' }] });
    expect(verdict.summary).toMatch(
      /99 % sure of every picture \(loss 0\.0176\d*\), and the generator's loss has risen from 4(\.00\d*)? to 8/,
    );
  });

  test('with a certain discriminator and a level generator are a warning', () => {
    expect(
      judge(
        gan(
          () => 0.05,
          () => 3,
        ),
      ),
    ).toMatchObject({ level: 'unclear', findings: [{ code: 'discriminator-won' }] });
  });

  test('say nothing of a generator that has come to draw few pictures; its diversity does', () => {
    // 0.9 until step 1500, then 0.4; the last above 0.71 is step 1500
    const diversity = curve((step) => (step <= 1500 ? 0.9 : 0.4));
    const given = gan(
      () => 1.2,
      () => 1,
    );
    const verdict = judge({ ...given, history: { ...given.history, curves: { ...given.history.curves, diversity } } });

    expect(verdict).toMatchObject({ level: 'bad', findings: [{ code: 'collapse' }, { code: 'adversarial-balance' }] });
    expect(verdict.summary).toContain('since step 1500: diversity 0.4, at best 0.9');
    // one that only begins to draw different pictures has not collapsed
    const young = curve((step) => step / 4000);
    expect(
      codes({ ...given, history: { ...given.history, curves: { ...given.history.curves, diversity: young } } }),
    ).not.toContain('collapse');
  });

  test('of a critic, which go below zero, have no such scale', () => {
    const verdict = judge(
      gan(
        (step) => -1 + step / 2000,
        (step) => step / 100,
      ),
    );

    expect(verdict.findings).toEqual([]);
  });
});

describe('pictures', () => {
  const settled = { loss: curve(falling(200)), validationLoss: validated(falling(200)) };
  const pictures = { count: 64, spread: 1, separation: 1, copies: 0, heldOutCopies: 0, nearest: [] };
  const judged = (changed: Partial<typeof pictures>) => judge(evidence(settled, { pictures: { ...pictures, ...changed } }));

  test.each([
    [{ spread: 0.98 }, 'good', 'varied'],
    [{ spread: 0.7 }, 'unclear', 'low-variety'],
    [{ spread: 0.4 }, 'bad', 'collapse'],
    [{ separation: 0.2 }, 'bad', 'collapse'],
    [{ copies: 0.06 }, 'bad', 'memorising'],
    [{ copies: 0.5, heldOutCopies: 0.1 }, 'bad', 'memorising'],
  ] as const)('with %j are %s: %s', (changed, level, code) => {
    const verdict = judged(changed);

    expect(verdict.level).toBe(level);
    expect(verdict.findings.map((finding) => finding.code)).toContain(code);
  });

  test('with little variety are unfinished while the validation loss falls, and collapsed where a generator drew them', () => {
    const alike = { pictures: { ...pictures, spread: 0.4 } };
    const unfinished = { loss: curve(falling(2000)), validationLoss: validated(falling(2000)) };
    const game = { discriminatorLoss: curve(() => 1.2), generatorLoss: curve(() => 1) };

    expect(judge(evidence(unfinished, alike))).toMatchObject({ level: 'unclear', findings: [{ code: 'low-variety' }, {}] });
    expect(judge(evidence(game, alike))).toMatchObject({ level: 'bad', findings: [{ code: 'collapse' }, {}] });
  });

  test('that are as alike as held-out ones are no copies', () => {
    expect(judged({ copies: 0.2, heldOutCopies: 0.1 }).level).toBe('good');
  });
});

test('several faults: the worst is told first, and how many more there are', () => {
  const pictures = { count: 64, spread: 0.3, separation: 0.1, copies: 1, heldOutCopies: 0, nearest: [] };
  const verdict = judge(evidence({ discriminatorLoss: curve(() => 1.2), generatorLoss: curve(() => 1) }, { pictures }));

  expect(verdict.findings.map(({ code }) => code)).toEqual(['memorising', 'collapse', 'adversarial-balance']);
  expect(verdict.summary).toBe(
    '100 % of the samples are copies of training pictures, of held-out pictures 0 %, and 1 more finding',
  );
});
