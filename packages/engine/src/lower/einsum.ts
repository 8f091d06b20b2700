import type { Value } from '../graph/value.js';
import type { KernelCall, LoweringTable } from './lowering.js';

function einsum(call: KernelCall): Value {
  const { graph } = call;
  const equation = call.attribute<string>('equation').replace(/\s/g, '');
  const [terms = '', result = ''] = equation.split('->');
  const operands = terms.split(',').map((term, i) => ({ term, value: graph.plain(call.list[i] as Value) }));
  const sizes = new Map(
    operands.flatMap(({ term, value }) => [...term].map((letter, axis) => [letter, value.shape[axis] as number])),
  );
  const shape = [...result].map((letter) => sizes.get(letter) as number);
  const values = operands.map(({ value }) => value);
  const dtype = (values[0] as Value).dtype;
  return graph.node('Einsum', values, { shape, dtype }, { attributes: { equation: { string: equation } } });
}

export const EINSUM: LoweringTable = { Einsum: einsum };
