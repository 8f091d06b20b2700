// Reads ONNX files by a schema of their own, so that a test does not trust the writer's field numbers; after onnx/onnx.proto3.
import protobuf from 'protobufjs';

const SCHEMA = `
  syntax = "proto3";
  message Pair { string key = 1; string value = 2; }
  message Node { repeated string input = 1; repeated string output = 2; string name = 3; string op_type = 4; string domain = 7; }
  message Tensor { repeated int64 dims = 1; int32 data_type = 2; string name = 8; bytes raw_data = 9; }
  message Port { string name = 1; string doc_string = 3; }
  message Graph { repeated Node node = 1; string name = 2; repeated Tensor initializers = 5; repeated Port input = 11; repeated Port output = 12; }
  message Model {
    int64 ir_version = 1; string producer_name = 2; string producer_version = 3; string doc_string = 6; Graph graph = 7;
    repeated Pair metadata_props = 14;
  }
`;

/** The parts of a model file that tests look at. */
export interface DecodedModel {
  readonly producerName: string;
  readonly producerVersion: string;
  readonly docString: string;
  readonly metadataProps: readonly { readonly key: string; readonly value: string }[];
  readonly graph: {
    readonly node: readonly { readonly opType: string; readonly input: readonly string[]; readonly output: readonly string[] }[];
    readonly initializers: readonly { readonly name: string; readonly dims: readonly unknown[]; readonly rawData: Uint8Array }[];
    readonly input: readonly { readonly name: string; readonly docString: string }[];
    readonly output: readonly { readonly name: string }[];
  };
}

/** Decodes an ONNX file. */
export function decodeModel(bytes: Uint8Array): DecodedModel {
  return protobuf.parse(SCHEMA).root.lookupType('Model').decode(bytes) as unknown as DecodedModel;
}
