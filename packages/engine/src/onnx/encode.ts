// ONNX ModelProto in protobuf wire format; field numbers from onnx/onnx.proto3 (IR version 9).
import protobuf from 'protobufjs/minimal.js';
import type { Attribute, Initializer, OnnxGraph, OnnxNode, Port } from '../graph/onnx-graph.js';
import type { ElementType } from '../graph/value.js';

const { Writer } = protobuf;
type Writer = protobuf.Writer;

const IR_VERSION = 9;
/** Version of the standard operator set that lowerings are written against. */
export const OPSET = 20;
/** TensorProto.DataType. */
const DATA_TYPE: Record<ElementType, number> = { float32: 1, int32: 6, int64: 7, bool: 9 };
/** AttributeProto.AttributeType. */
const ATTRIBUTE_TYPE = { float: 1, int: 2, string: 3, graph: 5, floats: 6, ints: 7 } as const;

/** What a model file says about itself beside its graph. */
export interface ModelFacts {
  /** Version of the program that wrote the file. */
  readonly producerVersion?: string;
  /** A few sentences for a person. */
  readonly description?: string;
  /** Texts by key (`metadata_props`). */
  readonly metadata?: { readonly [key: string]: string };
  /** A sentence about each input and output, by its name. */
  readonly portDescriptions?: { readonly [name: string]: string };
}

const VARINT = 0;
const BYTES = 2;
const FIXED32 = 5;
const tag = (field: number, wire: number) => (field << 3) | wire;

function message(writer: Writer, field: number, write: (inner: Writer) => void): void {
  write(writer.uint32(tag(field, BYTES)).fork());
  writer.ldelim();
}

function writeAttribute(writer: Writer, name: string, attribute: Attribute): void {
  writer.uint32(tag(1, BYTES)).string(name);
  if ('float' in attribute) writer.uint32(tag(2, FIXED32)).float(attribute.float);
  else if ('int' in attribute) writer.uint32(tag(3, VARINT)).int64(attribute.int);
  else if ('string' in attribute) writer.uint32(tag(4, BYTES)).string(attribute.string);
  else if ('graph' in attribute) message(writer, 6, (inner) => writeGraph(inner, attribute.graph));
  else if ('floats' in attribute) for (const value of attribute.floats) writer.uint32(tag(7, FIXED32)).float(value);
  else for (const value of attribute.ints) writer.uint32(tag(8, VARINT)).int64(value);
  const kind = Object.keys(attribute)[0] as keyof typeof ATTRIBUTE_TYPE;
  writer.uint32(tag(20, VARINT)).int32(ATTRIBUTE_TYPE[kind]);
}

function writeNode(writer: Writer, node: OnnxNode, index: number): void {
  for (const name of node.inputs) writer.uint32(tag(1, BYTES)).string(name);
  for (const name of node.outputs) writer.uint32(tag(2, BYTES)).string(name);
  writer.uint32(tag(3, BYTES)).string(`n${index}`);
  writer.uint32(tag(4, BYTES)).string(node.op);
  for (const [name, attribute] of Object.entries(node.attributes)) {
    message(writer, 5, (inner) => writeAttribute(inner, name, attribute));
  }
  if (node.domain !== '') writer.uint32(tag(7, BYTES)).string(node.domain);
}

function writeInitializer(writer: Writer, { name, shape, dtype, data }: Initializer): void {
  for (const dimension of shape) writer.uint32(tag(1, VARINT)).int64(dimension);
  writer.uint32(tag(2, VARINT)).int32(DATA_TYPE[dtype]);
  writer.uint32(tag(8, BYTES)).string(name);
  writer.uint32(tag(9, BYTES)).bytes(data);
}

function writePort(writer: Writer, { name, shape, dtype, stackAxis }: Port, description: string | undefined): void {
  writer.uint32(tag(1, BYTES)).string(name);
  message(writer, 2, (type) =>
    message(type, 1, (tensor) => {
      tensor.uint32(tag(1, VARINT)).int32(DATA_TYPE[dtype]);
      message(tensor, 2, (dimensions) => {
        if (stackAxis !== undefined) message(dimensions, 1, (dimension) => dimension.uint32(tag(2, BYTES)).string(stackAxis));
        for (const size of shape) message(dimensions, 1, (dimension) => dimension.uint32(tag(1, VARINT)).int64(size));
      });
    }),
  );
  if (description !== undefined) writer.uint32(tag(3, BYTES)).string(description);
}

function writeGraph(writer: Writer, graph: OnnxGraph, descriptions: { readonly [name: string]: string } = {}): void {
  graph.nodes.forEach((node, index) => {
    message(writer, 1, (inner) => writeNode(inner, node, index));
  });
  writer.uint32(tag(2, BYTES)).string(graph.name);
  for (const initializer of graph.initializers) message(writer, 5, (inner) => writeInitializer(inner, initializer));
  for (const port of graph.inputs) message(writer, 11, (inner) => writePort(inner, port, descriptions[port.name]));
  for (const port of graph.outputs) message(writer, 12, (inner) => writePort(inner, port, descriptions[port.name]));
}

function writeText(writer: Writer, key: string, text: string): void {
  writer.uint32(tag(1, BYTES)).string(key);
  writer.uint32(tag(2, BYTES)).string(text);
}

function writeOpset(writer: Writer, domain: string, version: number): void {
  writer.uint32(tag(1, BYTES)).string(domain);
  writer.uint32(tag(2, VARINT)).int64(version);
}

/** The operator sets that a graph and the graphs inside it use; the standard one always. */
function domainsOf({ nodes }: OnnxGraph): Set<string> {
  const inner = nodes.flatMap(({ attributes }) => Object.values(attributes).flatMap((a) => ('graph' in a ? [a.graph] : [])));
  return new Set(['', ...nodes.map(({ domain }) => domain), ...inner.flatMap((graph) => [...domainsOf(graph)])]);
}

/** The bytes of an ONNX model file that holds one graph. */
export function encodeOnnxModel(graph: OnnxGraph, facts: ModelFacts = {}): Uint8Array {
  const writer = Writer.create();
  writer.uint32(tag(1, VARINT)).int64(IR_VERSION);
  writer.uint32(tag(2, BYTES)).string('aigc');
  if (facts.producerVersion !== undefined) writer.uint32(tag(3, BYTES)).string(facts.producerVersion);
  if (facts.description !== undefined) writer.uint32(tag(6, BYTES)).string(facts.description);
  message(writer, 7, (inner) => writeGraph(inner, graph, facts.portDescriptions));
  for (const domain of domainsOf(graph)) message(writer, 8, (inner) => writeOpset(inner, domain, domain === '' ? OPSET : 1));
  for (const [key, text] of Object.entries(facts.metadata ?? {})) message(writer, 14, (inner) => writeText(inner, key, text));
  return writer.finish();
}
