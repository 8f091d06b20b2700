import { type HostTensor, type Named, type ParameterEntry, ShapeMismatchError } from '@aigc/plugin-api';

const sizeOf = (shape: readonly number[]) => shape.reduce((size, side) => size * side, 1);

/** The parameters of a flat vector by name; they share its memory. */
export function splitVector(vector: HostTensor, entries: readonly ParameterEntry[]): Named<HostTensor> {
  let begin = 0;
  const parts = entries.map(({ name, shape }): [string, HostTensor] => {
    const end = begin + sizeOf(shape);
    const data = (vector.data as Float32Array).subarray(begin, end);
    begin = end;
    return [name, { shape, dtype: 'float32', data }];
  });
  return Object.fromEntries(parts);
}

/** Parameters joined in the order of the table. @throws ShapeMismatchError naming one that is missing or of another shape. */
export function joinVector(
  entries: readonly ParameterEntry[],
  find: (name: string) => HostTensor | undefined,
  source: string,
): HostTensor<'float32'> {
  const data = new Float32Array(entries.reduce((sum, { shape }) => sum + sizeOf(shape), 0));
  let begin = 0;
  for (const { name, shape } of entries) {
    const tensor = find(name);
    const expected = `float32 [${shape.join(', ')}]`;
    const got = tensor === undefined ? 'nothing' : `${tensor.dtype} [${tensor.shape.join(', ')}]`;
    if (tensor === undefined || got !== expected) throw new ShapeMismatchError(`${source}: ${name}`, expected, got);
    data.set(tensor.data, begin);
    begin += tensor.data.length;
  }
  return { shape: [data.length], dtype: 'float32', data };
}
