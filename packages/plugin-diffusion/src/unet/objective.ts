import { epsilonPrediction, vPrediction } from '../objectives/ddpm.js';
import { edm } from '../objectives/edm.js';
import type { Objective } from '../objectives/objective.js';
import { rectifiedFlow } from '../objectives/rectified-flow.js';
import type { UnetConfig } from './config.js';

/** The objective that a configuration names. */
export function objectiveOf(config: UnetConfig): Objective {
  switch (config.objective) {
    case 'epsilon':
      return epsilonPrediction(config);
    case 'v':
      return vPrediction(config);
    case 'edm':
      return edm;
    case 'flow':
      return rectifiedFlow;
  }
}
