// What the host needs to start, to show help and to fail: a fifth of what commands load, and help is asked for most.
export { errorFacts, renderError, renderStack } from './errors/render-error.js';
export { toFailure } from './errors/to-failure.js';
export { UsageError } from './errors/usage-error.js';
export { processIo } from './output/command-io.js';
export { guardStdout } from './output/guard-stdout.js';
export { hasColor } from './output/has-color.js';
export { isTruthy } from './output/is-truthy.js';
export { nearestName } from './text/nearest-name.js';
export { createPalette } from './text/palette.js';
export { printable } from './text/printable.js';
