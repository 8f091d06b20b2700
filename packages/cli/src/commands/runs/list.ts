import { BaseCommand, createPalette, hasColor } from '@aigc/cli-kit';
import { Args } from '@oclif/core';
import type { RunFacts } from '../../runs/run-facts.js';
import { terminalWidth } from '../../runs/terminal-width.js';

export default class RunsList extends BaseCommand {
  static override summary = 'List training runs with their last loss and verdict, newest first';
  static override examples = ['<%= config.bin %> runs list', '<%= config.bin %> runs list experiments --json'];
  static override args = { dir: Args.string({ default: 'runs', description: 'Folder that holds runs' }) };

  async run(): Promise<{ runs: RunFacts[] }> {
    const { args } = await this.parse(RunsList);
    const [{ listRuns }, { listLines }, { runFacts }] = await Promise.all([
      import('@aigc/core'),
      import('../../runs/list-lines.js'),
      import('../../runs/run-facts.js'),
    ]);
    const { runs, warnings } = await listRuns(args.dir);
    for (const warning of warnings) this.addWarning(warning);
    const palette = createPalette(hasColor(this.io.stdout, this.io.env, this.argv));
    const [head = '', ...lines] = listLines(runs, terminalWidth(this.io));
    if (runs.length === 0) this.log(`no runs in ${args.dir}`);
    else for (const line of [palette.dim(head), ...lines]) this.log(line);
    return { runs: runs.map(({ summary }) => runFacts(summary)) };
  }
}
