export { fitCamera } from './camera.js';
export { type ChosenRenderer, chooseRenderer, RENDERERS, type RendererChoice, type RendererName } from './choose-renderer.js';
export { type GlbScene, readGlb } from './read-glb.js';
export type { Camera, Renderer, View } from './renderer.js';
export type { Scene } from './scene.js';
export { chooseMotion, type TurntableMotion, turntableTurns } from './turntable.js';
