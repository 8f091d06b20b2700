import { expect, test } from '@jest/globals';
import type { MetricHistory } from '../run-catalog/metric-history.js';
import { chartsOf } from './charts.js';

function history(curves: { readonly [name: string]: readonly number[] }): MetricHistory {
  const withSteps = Object.entries(curves).map(([name, values]) => [name, { steps: values.map((_, i) => i + 1), values }]);
  return { lastStep: 3, curves: Object.fromEntries(withSteps) };
}

const shape = (charts: ReturnType<typeof chartsOf>) => charts.map(({ title, series }) => [title, series.map(({ name }) => name)]);

test('what belongs together shares a chart, and losses come first', () => {
  const run = history({
    itemsPerSecond: [1, 2],
    learningRate: [1, 2],
    loss: [3, 2, 1],
    klDivergence: [1, 2],
    validationLoss: [3],
    validationAccuracy: [1],
  });

  expect(shape(chartsOf([{ label: undefined, history: run }]))).toEqual([
    ['Loss', ['training', 'validation']],
    ['Kl divergence', ['Kl divergence']],
    ['Accuracy', ['Validation accuracy']],
    ['Learning rate', ['Learning rate']],
    ['Items per second', ['Items per second']],
  ]);
});

test('the losses of a game share a chart, and so does what the discriminator got right', () => {
  const run = history({ discriminatorLoss: [1], generatorLoss: [2], realAccuracy: [1], fakeAccuracy: [0] });

  expect(shape(chartsOf([{ label: undefined, history: run }]))).toEqual([
    ['Adversarial losses', ['discriminator', 'generator']],
    ['Accuracy of the discriminator', ['real', 'fake']],
  ]);
});

test('runs are told apart by name, and one may lack a metric', () => {
  const runs = [
    { label: 'a', history: history({ loss: [1], validationLoss: [1] }) },
    { label: 'b', history: history({ loss: [2] }) },
  ];

  expect(shape(chartsOf(runs))).toEqual([['Loss', ['a, training', 'b, training', 'a, validation']]]);
});

test('a curve that falls to less than a quarter begins on a logarithmic axis, unless it reaches zero', () => {
  const charts = chartsOf([{ label: undefined, history: history({ loss: [100, 1], a: [2, 1], b: [100, 0] }) }]);

  expect(charts.map(({ isLogarithmic }) => isLogarithmic)).toEqual([true, false, false]);
});
