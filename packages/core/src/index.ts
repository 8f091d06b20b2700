export { AIGC_VERSION } from './provenance/version.js';
export { sha256, sha256File } from './storage/sha256.js';
export { storageFailure } from './storage/storage-failure.js';
export { syncFolder, writeFileAtomic, writeFileSynced } from './storage/write-file-atomic.js';
export { randomStream } from './random/random-stream.js';
