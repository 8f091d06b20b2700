import type { ExportOnnxOptions } from './export-onnx.js';

/** Path of a leaf among the arguments: `0.average`; of an argument that is one tensor, its number. */
export function argumentPath(argument: number, leaf: string): string {
  return leaf === '' ? String(argument) : `${argument}.${leaf}`;
}

/** Name of the input that an argument's leaf is. */
export function inputName(argument: number, leaf: string, { inputNames = {} }: ExportOnnxOptions): string {
  return inputNames[argumentPath(argument, leaf)] ?? (leaf || `input${argument}`);
}

/** Name of the output that a leaf of the result is. */
export function outputName(leaf: string, { outputNames = {} }: ExportOnnxOptions): string {
  return outputNames[leaf] ?? (leaf || 'output');
}
