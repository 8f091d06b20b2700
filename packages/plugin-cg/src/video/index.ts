export { type CreateVideoOptions, createVideo, type VideoResult } from './create-video.js';
