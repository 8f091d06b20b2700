// Wire types of https://protobuf.dev/programming-guides/encoding
const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

/** Collects the fields of one protocol-buffer message in the order they are added. */
export class ProtobufMessage {
  private readonly chunks: Uint8Array[] = [];

  /** A field of type int32, int64, uint32 or enum. @param value a safe integer of 0 or more */
  integer(field: number, value: number): this {
    return this.add(field, VARINT, varint(value));
  }

  /** A field of type double. */
  double(field: number, value: number): this {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setFloat64(0, value, true);
    return this.add(field, FIXED64, bytes);
  }

  /** A field of type float. */
  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.add(field, FIXED32, bytes);
  }

  /** A field of type bytes or string. */
  bytes(field: number, value: Uint8Array | string): this {
    const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
    return this.add(field, LENGTH_DELIMITED, varint(bytes.length), bytes);
  }

  /** A field that is a message itself. */
  message(field: number, value: ProtobufMessage): this {
    return this.bytes(field, value.encode());
  }

  encode(): Uint8Array {
    return Buffer.concat(this.chunks);
  }

  private add(field: number, wireType: number, ...content: Uint8Array[]): this {
    this.chunks.push(varint(field * 8 + wireType), ...content);
    return this;
  }
}

/** Seven bits a byte, lowest first; the top bit says that more follow. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}
