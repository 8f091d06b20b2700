import { BaseCommand, numberFlag } from '@aigc/cli-kit';
import { Args, Flags } from '@oclif/core';

export default class CgVideo extends BaseCommand {
  static override summary = 'Film a mesh on a turntable, or join frames, as MP4';
  static override description =
    'A GLB is really rendered, on a GPU or else on the CPU, and loops without a jump: flat meshes swing to both sides, ' +
    'others turn once. ' +
    'A folder of PNG or JPEG frames is joined in counting order. The video is H.264 that every player and editor reads.';
  static override examples = [
    '<%= config.bin %> cg video relief.glb --out relief.mp4',
    '<%= config.bin %> cg video ball.glb --out ball.mp4 --frames 120 --size 1024',
    '<%= config.bin %> cg video frames --out walk.mp4 --frame-rate 24',
  ];
  static override args = { input: Args.string({ required: true, description: 'A .glb file, or a folder of numbered frames' }) };
  static override flags = {
    out: Flags.string({ required: true, description: 'The .mp4 file to write', env: 'AIGC_OUT', helpValue: 'FILE' }),
    'frame-rate': numberFlag(
      { minimum: 1, maximum: 240 },
      { description: 'Frames a second [default: 30]', env: 'AIGC_FRAME_RATE' },
    ),
    frames: numberFlag(
      { isInteger: true, minimum: 1, maximum: 100_000 },
      { description: 'Turntable: frames of the loop [default: 72]', env: 'AIGC_FRAMES' },
    ),
    size: numberFlag(
      { isInteger: true, minimum: 16, maximum: 4096 },
      { description: 'Turntable: side of the picture in pixels [default: 512]', env: 'AIGC_SIZE' },
    ),
    motion: Flags.option({ options: ['turn', 'swing'] as const })({
      description: 'Turntable: motion [default: swing for flat meshes, turn for others]',
      env: 'AIGC_MOTION',
    }),
    renderer: Flags.option({ options: ['auto', 'cpu', 'webgpu'] as const })({
      description: 'Turntable: what draws [default: auto, a GPU for longer films where one is found]',
      env: 'AIGC_RENDERER',
    }),
    threads: numberFlag(
      { isInteger: true, minimum: 1, maximum: 1024 },
      { description: 'Turntable: threads of the CPU renderer [default: all cores]', env: 'AIGC_THREADS' },
    ),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(CgVideo);
    const { out, frames, size, motion, renderer, threads, 'frame-rate': frameRate } = flags;
    const { createVideo } = await import('../../video/create-video.js');
    const options = Object.entries({ frameRate, frames, size, motion, renderer, threads }).filter(
      ([, value]) => value !== undefined,
    );
    return this.reportArtifacts(createVideo({ input: args.input, out, signal: this.signal, ...Object.fromEntries(options) }));
  }
}
