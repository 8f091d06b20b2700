// Codes: E-DECODE-130 no GLB, -131 refers to files outside, -132 accessors do not fit the file, -133 needs what we cannot read.
import { DecodeError } from '@aigc/plugin-api';

/** The parts of a glTF document that are checked before anything is allocated from it. */
export interface GlbJson {
  readonly asset?: { readonly generator?: string; readonly extras?: Readonly<Record<string, unknown>> };
  readonly buffers?: readonly { readonly uri?: string; readonly byteLength?: number }[];
  readonly images?: readonly { readonly uri?: string }[];
  readonly bufferViews?: readonly {
    readonly buffer?: number;
    readonly byteOffset?: number;
    readonly byteLength?: number;
    readonly byteStride?: number;
  }[];
  readonly accessors?: readonly {
    readonly bufferView?: number;
    readonly byteOffset?: number;
    readonly componentType?: number;
    readonly count?: number;
    readonly type?: string;
    readonly sparse?: unknown;
  }[];
}

const MAGIC = 0x46546c67;
const JSON_CHUNK = 0x4e4f534a;
const COMPONENT_BYTES: Readonly<Record<number, number>> = { 5120: 1, 5121: 1, 5122: 2, 5123: 2, 5125: 4, 5126: 4 };
const COMPONENTS: Readonly<Record<string, number>> = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4, MAT2: 4, MAT3: 9, MAT4: 16 };

/**
 * Reads a GLB's JSON and refuses what a reader should not touch: files outside, and arrays larger than the file that holds them.
 *
 * @throws DecodeError E-DECODE-130 to -132.
 */
export function readGlbJson(glb: Uint8Array, path: string): GlbJson {
  const json = parseJson(glb, path);
  const outside = [...(json.buffers ?? []), ...(json.images ?? [])].find(
    ({ uri }) => uri !== undefined && !uri.startsWith('data:'),
  );
  if (outside !== undefined) {
    throw new DecodeError('E-DECODE-131', `the GLB refers to a file outside it (${JSON.stringify(outside.uri?.slice(0, 80))})`, {
      path,
      note: 'nothing outside the file was read',
      hints: ['export it again with everything embedded'],
    });
  }
  const problem = findOversizedAccessor(json, glb.length);
  if (problem !== undefined) throw new DecodeError('E-DECODE-132', `the GLB is damaged: ${problem}`, { path });
  return json;
}

function parseJson(glb: Uint8Array, path: string): GlbJson {
  const view = new DataView(glb.buffer, glb.byteOffset, glb.byteLength);
  if (glb.length < 20 || view.getUint32(0, true) !== MAGIC || view.getUint32(16, true) !== JSON_CHUNK) {
    throw new DecodeError('E-DECODE-130', 'the file is no GLB', { path, hints: ['give a binary glTF file (.glb)'] });
  }
  const length = view.getUint32(12, true);
  try {
    if (view.getUint32(8, true) > glb.length || 20 + length > glb.length) throw new Error('the end is missing');
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(glb.subarray(20, 20 + length)));
    if (typeof json !== 'object' || json === null) throw new Error('its JSON is no object');
    return json;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DecodeError('E-DECODE-130', `the GLB is damaged: ${reason}`, { path, cause });
  }
}

function findOversizedAccessor({ accessors = [], bufferViews = [] }: GlbJson, fileBytes: number): string | undefined {
  for (const [index, accessor] of accessors.entries()) {
    const elementBytes = (COMPONENT_BYTES[accessor.componentType ?? 0] ?? 0) * (COMPONENTS[accessor.type ?? ''] ?? 0);
    const count = accessor.count ?? 0;
    if (elementBytes === 0 || !Number.isSafeInteger(count) || count < 1) return `accessor ${index} has no valid type or count`;
    const view = accessor.bufferView === undefined ? undefined : bufferViews[accessor.bufferView];
    if (view === undefined && accessor.bufferView !== undefined) return `accessor ${index} names no buffer view`;
    const stride = view?.byteStride ?? elementBytes;
    const end = (accessor.byteOffset ?? 0) + stride * (count - 1) + elementBytes;
    // Without a buffer view an accessor is zeros: still no larger than the file, or a small file could ask for all memory.
    const limit = Math.min(view?.byteLength ?? fileBytes, fileBytes);
    if (end > limit) return `accessor ${index} needs ${end} bytes where there are ${limit}`;
  }
  return undefined;
}
