import type { ElementType } from './value.js';

/** An ONNX attribute value; whole numbers in `int`/`ints`, others in `float`/`floats`, what a node repeats in `graph`. */
export type Attribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly string: string }
  | { readonly ints: readonly number[] }
  | { readonly floats: readonly number[] }
  | { readonly graph: OnnxGraph };

export interface OnnxNode {
  readonly op: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: { readonly [name: string]: Attribute };
}

/** A constant stored in the model; `data` is row-major. */
export interface Initializer {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: ElementType;
  readonly data: Uint8Array;
}

/** A named, typed input or output of the graph. */
export interface Port {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: ElementType;
  /** Name of one more axis, before those of `shape`, whose size is known only when the graph runs. */
  readonly stackAxis?: string;
}

/** What `onnx/encode` writes and a session runs. */
export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly Initializer[];
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
}
