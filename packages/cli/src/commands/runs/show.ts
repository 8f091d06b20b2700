import { BaseCommand, createPalette, hasColor } from '@aigc/cli-kit';
import { Args } from '@oclif/core';
import type { RunFacts } from '../../runs/run-facts.js';
import { terminalWidth } from '../../runs/terminal-width.js';

export default class RunsShow extends BaseCommand {
  static override summary = 'Show one run: verdict, metrics, data, checkpoints';
  static override description =
    'The newest checkpoint is verified. `stateHash` of the JSON is a sha256 over everything that a resume goes on from: two runs with one hash continue alike.';
  static override examples = ['<%= config.bin %> runs show runs/icons', '<%= config.bin %> runs show runs/icons --json'];
  static override args = { run: Args.string({ required: true, description: 'Folder of the run, as `train` printed it' }) };

  async run(): Promise<RunFacts> {
    const { args } = await this.parse(RunsShow);
    const [{ readRun }, { showLines }, { runFacts }] = await Promise.all([
      import('@aigc/core'),
      import('../../runs/show-lines.js'),
      import('../../runs/run-facts.js'),
    ]);
    const run = await readRun(args.run);
    for (const warning of run.summary.warnings) this.addWarning(warning);
    const palette = createPalette(hasColor(this.io.stdout, this.io.env, this.argv));
    for (const line of showLines(run, { width: terminalWidth(this.io), palette, cwd: this.io.cwd })) this.log(line);
    return runFacts(run.summary);
  }
}
