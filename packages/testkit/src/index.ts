export { type TinyGanConfig, tinyGan } from './tiny-gan.js';
export { type TinyImageOptions, tinyImage, writeTinyImages } from './write-tiny-images.js';
