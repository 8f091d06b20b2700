import { modelContract } from '@aigc/testkit';
import { model } from '../src/model.js';

// Small enough that a step takes milliseconds; every rule of the contract is tested on them.
modelContract(model, { tiny: { imageSize: 16, batchSize: 4 }, otherSize: { imageSize: 24, batchSize: 4 } });
