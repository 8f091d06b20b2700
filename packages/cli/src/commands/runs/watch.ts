import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BaseCommand, openStudio } from '@aigc/cli-kit';
import { Args } from '@oclif/core';

export default class RunsWatch extends BaseCommand {
  static override summary = 'Watch one run, or all of a folder, live: curves, speed, newest samples';
  static override description =
    'Only looks, so any number of terminals may watch the same runs, also over SSH or a shared folder.';
  static override examples = [
    '<%= config.bin %> runs watch',
    '<%= config.bin %> runs watch runs/icons',
    '<%= config.bin %> runs watch experiments',
  ];
  static override args = { run: Args.string({ default: 'runs', description: 'A run, or a folder that holds runs' }) };

  async run(): Promise<void> {
    const { args } = await this.parse(RunsWatch);
    const { pictureCodec } = await import('../../studio/picture-codec.js');
    await openStudio({
      io: this.io,
      argv: this.argv,
      path: args.run,
      codec: pictureCodec,
      signal: this.signal,
      isSingle: existsSync(join(args.run, 'run.json')),
      hints: ['in scripts, use `aigc runs list --json` or `aigc runs show RUN --json`'],
    });
  }
}
