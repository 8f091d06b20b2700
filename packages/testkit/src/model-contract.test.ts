import { modelContract } from './model-contract.js';
import { tinyGan } from './tiny-gan.js';

modelContract(tinyGan, { tiny: { batchSize: 4 }, otherSize: { batchSize: 3, imageSize: 12 } });
