import { BaseCommand, openStudio } from '@aigc/cli-kit';
import { Args } from '@oclif/core';

export default class Studio extends BaseCommand {
  static override summary = 'Open the studio: watch, start, stop and use trainings and pipelines on one screen';
  static override description =
    'Runs and trainings live, with their curves and newest samples; pipelines of this folder, with their jobs and logs. What is started ' +
    'here is a process of its own: it goes on when the studio is left. Pictures are drawn with the graphics of the terminal where it has any (Kitty, iTerm2, sixel), else with ' +
    'half blocks; AIGC_GRAPHICS=kitty, iterm, sixel, truecolor, colors256 or shades decides. `aigc` alone opens it too.';
  static override examples = ['<%= config.bin %> studio', '<%= config.bin %> studio experiments'];
  static override args = { dir: Args.string({ default: 'runs', description: 'Folder that holds runs' }) };

  async run(): Promise<{ readonly trainingsAtWork: number }> {
    const { args } = await this.parse(Studio);
    const [{ pictureCodec }, { studioCommands }, { hostProgram }, { pipelineSource }] = await Promise.all([
      import('../studio/picture-codec.js'),
      import('../studio/studio-commands.js'),
      import('../studio/host-program.js'),
      import('../studio/pipeline-source.js'),
    ]);
    const trainingsAtWork = await openStudio({
      io: this.io,
      argv: this.argv,
      path: args.dir,
      codec: pictureCodec,
      pipelines: pipelineSource(this.io.cwd, this.config.cacheDir),
      signal: this.signal,
      commands: studioCommands(this.config),
      program: hostProgram(this.io.cwd),
      hints: ['in scripts, use `aigc train`, `aigc runs list --json` and `aigc generate`', 'all commands: `aigc --help`'],
    });
    if (trainingsAtWork > 0) this.log(`${trainingsAtWork} at work; \`aigc runs watch\` shows them`);
    return { trainingsAtWork };
  }
}
