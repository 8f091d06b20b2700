import type { ParameterEntry } from '@aigc/plugin-api';
import { type UnetConfig, unetEntries } from '@aigc/plugin-diffusion';
import { convolution, linear, norm } from './layers.js';
import type { ReferenceParameter } from './reference-parameter.js';

/** The reference's word for each of ours, longest first where one begins another. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^time1$/, 'te.0'],
  [/^time2$/, 'te.2'],
  [/^input$/, 'inp'],
  [/^outputNorm$/, 'no'],
  [/^output$/, 'out'],
  [/^middle(\d)/, 'mid$1'],
  [/^middleAttention/, 'mida'],
  [/^(down|up)(\d+)\.attention/, '$1.$2.1'],
  [/^(down|up)(\d+)/, '$1.$2.0'],
  [/\.norm(\d?)$/, '.n$1'],
  [/\.conv(\d)$/, '.c$1'],
  [/\.time$/, '.t'],
  [/\.projection$/, '.p'],
];

const referenceName = (layer: string) => `0.${WORDS.reduce((name, [word, theirs]) => name.replace(word, theirs), layer)}`;

/** Each of the reference's U-Net parameters; its layers have the same order and sizes as ours. */
export function unetParameters(config: UnetConfig): ReferenceParameter[] {
  const parameters = ({ name, shape }: ParameterEntry): ReferenceParameter[] => {
    const [layer, part] = [name.slice(0, name.lastIndexOf('.')), name.slice(name.lastIndexOf('.') + 1)];
    const reference = referenceName(layer);
    if (part === 'scale') return norm(reference, layer, shape[0] as number);
    if (part !== 'kernel') return [];
    if (shape.length === 2) return linear(reference, layer, shape as [number, number]);
    const [side, , inputs, outputs] = shape as [number, number, number, number];
    return convolution(reference, layer, [inputs, outputs, side]);
  };
  return unetEntries(config).flatMap(parameters);
}
