export { type InstalledFamily, installedFamilies, loadModel } from './plugins/families.js';
export { runHost } from './run-host.js';
