export { countFrames, type VideoFacts } from './count-frames.js';
export { encodeVideo, type EncodedVideo, type EncodeVideoOptions } from './encode-video.js';
export { findFfmpeg, type Ffmpeg } from './find-ffmpeg.js';
