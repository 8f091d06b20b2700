/** The weights and optimiser state in a checkpoint folder. */
export const MODEL_FILE = 'model.safetensors';
/** What a complete checkpoint folder holds beside it. */
export const MANIFEST_FILE = 'manifest.json';

/**
 * Proof that a checkpoint is complete. No times and no facts of the machine: two runs with one seed write the same bytes.
 */
export interface CheckpointManifest {
  /** Version of this layout. */
  readonly checkpoint: 1;
  readonly step: number;
  /** `stateHash` of all tensors. */
  readonly stateHash: string;
  readonly files: { readonly [name: string]: { readonly bytes: number; readonly sha256: string } };
}

/** The one way a manifest is written. */
export function formatManifest(manifest: CheckpointManifest): string {
  const { checkpoint, step, stateHash, files } = manifest;
  const sorted = Object.fromEntries(
    Object.keys(files)
      .sort()
      .map((name) => [name, { bytes: files[name]?.bytes, sha256: files[name]?.sha256 }]),
  );
  return `${JSON.stringify({ checkpoint, step, stateHash, files: sorted }, undefined, 2)}\n`;
}

/**
 * Reads a manifest, or undefined when it is damaged. It must be exactly what `formatManifest` writes, so that no flipped
 * byte goes unseen.
 */
export function parseManifest(text: string): CheckpointManifest | undefined {
  try {
    const manifest = JSON.parse(text) as CheckpointManifest;
    const isKnown = manifest.checkpoint === 1 && Number.isSafeInteger(manifest.step) && manifest.files[MODEL_FILE] !== undefined;
    return isKnown && formatManifest(manifest) === text ? manifest : undefined;
  } catch {
    return undefined;
  }
}
