import { type CheckpointChoice, loadTrainedRun, readRunFiles, type TrainedRun } from '@aigc/core';
import type { HostTensor } from '@aigc/plugin-api';
import type { VaeConfig } from '../config/vae-config.js';
import { type AnyVae, modelNamed } from '../model-named.js';
import type { VaeState } from '../training/vae-state.js';

/** Averaged weights of both networks, flat vectors. */
export type VaeWeights = VaeState<HostTensor>['average'];

/** A trained auto-encoder. */
export interface VaeRun extends TrainedRun {
  readonly model: AnyVae;
  readonly config: VaeConfig;
  readonly weights: VaeWeights;
}

/**
 * Reads a run of the family.
 *
 * @throws InvalidConfigError where the folder is no run of it, CheckpointError (exit 11) without a usable checkpoint.
 */
export async function openVaeRun(dir: string, choice: CheckpointChoice | undefined): Promise<VaeRun> {
  const { info } = await readRunFiles(dir);
  const model = modelNamed(info.model);
  const trained = await loadTrainedRun(dir, model, choice);
  const { average } = trained.state as unknown as VaeState<HostTensor>;
  return { ...trained, model, config: trained.config as VaeConfig, weights: average };
}
