export { compile } from './compile.js';
export { chooseDevice, type DeviceChoice } from './devices/choose-device.js';
export { describeDevice } from './devices/describe-device.js';
export { gpuName } from './devices/gpu-name.js';
export { eager } from './eager.js';
export { readTree } from './read-tree.js';
export type { CompileOptions, DeviceName, DeviceTensor, Feed, Program, ProgramFacts } from './session/program.js';
export type { TensorFunction } from './trace/trace.js';
export { mapTree, type TreeLeaf, treeGet, treeLeaves } from './tree.js';
