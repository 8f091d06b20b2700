export { countFrames, type VideoFacts } from './count-frames.js';
export { type EncodedVideo, type EncodeVideoOptions, encodeVideo } from './encode-video.js';
export { type Ffmpeg, findFfmpeg } from './find-ffmpeg.js';
export { readComment } from './read-comment.js';
