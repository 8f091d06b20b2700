export { MANIFEST_FILE, MAP_NAMES, readMaterial, type MapName, type MaterialManifest, type MaterialMap } from './manifest.js';
