export { tinyImage, type TinyImageOptions, writeTinyImages } from './write-tiny-images.js';
