import { fanInUniform, type InitialisedEntry, type Initialiser } from '@aigc/nn';

/** Uniform in +-1 / sqrt(inputs): what a bias starts with, whose own shape does not tell the inputs. */
export const biasOf =
  (inputs: number): Initialiser =>
  (count, _shape, random) =>
    random.uniform(count).map((value) => (2 * value - 1) / Math.sqrt(inputs));

/** Parameters of a fully connected layer, `NAME.kernel` and `NAME.bias`. */
export function denseEntries(name: string, inputs: number, outputs: number): InitialisedEntry[] {
  return [
    { name: `${name}.kernel`, shape: [inputs, outputs], initialiser: fanInUniform },
    { name: `${name}.bias`, shape: [outputs], initialiser: biasOf(inputs) },
  ];
}
