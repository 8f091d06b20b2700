import { findFfmpeg } from './find-ffmpeg.js';
import { readVideo } from './read-video.js';

/**
 * The `comment` tag of a video; undefined where it has none.
 *
 * @throws ExternalToolError E-TOOL-003 when the file cannot be read, E-TOOL-001 and -002 as findFfmpeg does.
 */
export async function readComment(path: string): Promise<string | undefined> {
  const { path: ffmpeg } = await findFfmpeg();
  // ffmpeg's report cuts tags at 255 characters; its metadata format gives them whole, with `= ; # \` and line ends escaped.
  const { stdout } = await readVideo(ffmpeg, path, ['-f', 'ffmetadata', '-']);
  return /^comment=((?:\\[\s\S]|[^\\\n])*)$/m.exec(stdout)?.[1]?.replace(/\\([\s\S])/g, '$1');
}
