/** How frames become H.264. */
export interface EncoderSettings {
  /** Even numbers. */
  readonly width: number;
  readonly height: number;
  /** Frames a second. */
  readonly frameRate: number;
  /** Constant rate factor of x264: 1 best, 18 visually lossless, 51 worst. */
  readonly crf: number;
  /** Text for the file's `comment` tag. */
  readonly comment: string | undefined;
}

/** ffmpeg's options for raw rgb24 frames on standard input. */
export function inputArguments({ width, height, frameRate }: EncoderSettings): string[] {
  return ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-video_size', `${width}x${height}`, '-framerate', String(frameRate)];
}

/**
 * ffmpeg's options for an MP4 that every player and editor reads alike: H.264 High, yuv420p, BT.709 tagged and converted,
 * limited range, index at the front.
 */
export function outputArguments({ frameRate, crf, comment }: EncoderSettings): string[] {
  // ffmpeg converts RGB with BT.601 unless told, and the tags alone would then lie about the pixels.
  const scale = 'scale=in_range=full:out_range=tv:out_color_matrix=bt709:flags=bicubic+accurate_rnd+full_chroma_int+bitexact';
  return [
    ...['-vf', `${scale},format=yuv420p`, '-c:v', 'libx264', '-preset', 'medium', '-profile:v', 'high', '-crf', String(crf)],
    // A fixed number: x264 decides differently with another count of threads, and files should not depend on the machine.
    ...['-threads', '2', '-r', String(frameRate), '-pix_fmt', 'yuv420p'],
    ...['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709', '-color_range', 'tv'],
    ...['-an', '-sn', '-map_metadata', '-1', '-fflags', '+bitexact', '-flags:v', '+bitexact'],
    ...(comment === undefined ? [] : ['-metadata', `comment=${comment}`]),
    ...['-movflags', '+faststart', '-f', 'mp4', '-y'],
  ];
}
