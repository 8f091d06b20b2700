import { ddim } from './ddim.js';
import { ddpm } from './ddpm.js';
import { dpmpp2m } from './dpmpp-2m.js';
import { euler } from './euler.js';
import { heun } from './heun.js';
import type { SigmaSampler } from './sigma-sampler.js';

/** All samplers by the names that `--sampler` takes. */
export const samplers = { ddpm, ddim, euler, heun, dpmpp2m } as const satisfies { [name: string]: SigmaSampler };
