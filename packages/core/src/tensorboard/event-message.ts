// Field numbers of tensorflow/core/util/event.proto and tensorflow/core/framework/summary.proto.
import type { Named } from '@aigc/plugin-api';
import { ProtobufMessage } from './protobuf-message.js';

const EVENT = { wallTime: 1, step: 2, fileVersion: 3, summary: 5, sessionLog: 7 };
const SUMMARY_VALUE = 1;
const VALUE = { tag: 1, simpleValue: 2, image: 4 };
const IMAGE = { height: 1, width: 2, colorspace: 3, encoded: 4 };
const SESSION_STATUS = 1;
const SESSION_START = 1;

/** When an event happened. */
export interface EventTime {
  readonly step: number;
  /** Seconds since 1970. */
  readonly wallTime: number;
}

/** The first record of every event file. */
export function versionEvent(wallTime: number): Uint8Array {
  return new ProtobufMessage().double(EVENT.wallTime, wallTime).bytes(EVENT.fileVersion, 'brain.Event:2').encode();
}

/** Says that a session begins: readers forget what an earlier one logged at this step and later. */
export function sessionStartEvent(time: EventTime): Uint8Array {
  const log = new ProtobufMessage().integer(SESSION_STATUS, SESSION_START);
  return event(time).message(EVENT.sessionLog, log).encode();
}

/** One scalar for each metric, the tag being its name; values become float32. */
export function scalarsEvent(time: EventTime, metrics: Named<number>): Uint8Array {
  const summary = new ProtobufMessage();
  for (const [tag, value] of Object.entries(metrics)) {
    summary.message(SUMMARY_VALUE, new ProtobufMessage().bytes(VALUE.tag, tag).float(VALUE.simpleValue, value));
  }
  return event(time).message(EVENT.summary, summary).encode();
}

/** One picture. @param png a complete PNG file */
export function imageEvent(time: EventTime, tag: string, png: Uint8Array): Uint8Array {
  const { width, height, channels } = pngFacts(png);
  const image = new ProtobufMessage()
    .integer(IMAGE.height, height)
    .integer(IMAGE.width, width)
    .integer(IMAGE.colorspace, channels)
    .bytes(IMAGE.encoded, png);
  const value = new ProtobufMessage().bytes(VALUE.tag, tag).message(VALUE.image, image);
  const summary = new ProtobufMessage().message(SUMMARY_VALUE, value);
  return event(time).message(EVENT.summary, summary).encode();
}

function event({ step, wallTime }: EventTime): ProtobufMessage {
  return new ProtobufMessage().double(EVENT.wallTime, wallTime).integer(EVENT.step, step);
}

/** From the IHDR chunk, which is always first: 8 bytes of signature, 8 of chunk head, then width, height, depth, colour type. */
function pngFacts(png: Uint8Array): { width: number; height: number; channels: number } {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const channelsOfColourType: { readonly [type: number]: number } = { 0: 1, 2: 3, 3: 3, 4: 2, 6: 4 };
  return { width: view.getUint32(16), height: view.getUint32(20), channels: channelsOfColourType[view.getUint8(25)] ?? 3 };
}
