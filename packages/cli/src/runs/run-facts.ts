import type { RunSummary } from '@aigc/core';

/** A run as scripts get it. */
export function runFacts(run: RunSummary) {
  const { info, config, data } = run.files;
  return {
    name: run.name,
    path: run.path,
    family: info.family,
    model: info.model,
    seed: info.seed,
    createdAt: info.createdAt,
    aigcVersion: info.aigcVersion,
    asked: { steps: info.asked?.steps ?? null, budgetS: info.asked?.budgetS ?? null },
    step: run.step,
    stateHash: run.stateHash,
    lastStep: run.lastStep,
    metrics: run.metrics,
    best: run.best,
    verdict: run.verdict,
    checkpoints: run.checkpoints,
    samples: run.samples,
    data: { path: data.path, kind: data.kind, hash: data.hash, files: data.files.length, skipped: data.skipped.length },
    config,
    environment: info.environment,
    transfer: info.transfer ?? null,
    writer: run.writer,
    bytes: run.bytes,
  };
}

/** `runFacts` as a type. */
export type RunFacts = ReturnType<typeof runFacts>;
