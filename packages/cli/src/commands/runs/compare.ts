import { BaseCommand, createPalette, hasColor, UsageError } from '@aigc/cli-kit';
import type { ComparedSetting, WrittenReport } from '@aigc/core';
import { Args, Flags } from '@oclif/core';
import type { RunFacts } from '../../runs/run-facts.js';
import { terminalWidth } from '../../runs/terminal-width.js';

interface Comparison {
  readonly runs: readonly RunFacts[];
  readonly settings: readonly ComparedSetting[];
  /** Null without --out. */
  readonly report: WrittenReport | null;
}

export default class RunsCompare extends BaseCommand {
  static override summary = 'Compare runs: curves, samples and settings side by side';
  static override examples = [
    '<%= config.bin %> runs compare runs/a runs/b',
    '<%= config.bin %> runs compare runs/a runs/b runs/c --out compare.html',
    '<%= config.bin %> runs compare runs/a runs/b --out samples.png',
  ];
  static override strict = false;
  static override usage = 'runs compare RUN RUN... [--out FILE] [--overwrite]';
  static override args = { run: Args.string({ required: true, description: 'Folders of two runs or more' }) };
  static override flags = {
    out: Flags.string({
      description: 'A page (.html) with curves and samples, or their newest samples as one picture (.png)',
      env: 'AIGC_OUT',
      helpValue: 'FILE',
    }),
    overwrite: Flags.boolean({ description: 'Replace a file that is there', env: 'AIGC_OVERWRITE' }),
  };

  async run(): Promise<Comparison> {
    const { argv, flags } = await this.parse(RunsCompare);
    const runDirs = argv.map(String);
    if (runDirs.length < 2) throw new UsageError('E-CLI-020', 'runs compare: there is one run, and nothing to compare it with');
    const [core, { compareLines }, { runFacts }] = await Promise.all([
      import('@aigc/core'),
      import('../../runs/compare-lines.js'),
      import('../../runs/run-facts.js'),
    ]);
    const runs = await Promise.all(runDirs.map((runDir) => core.readRun(runDir)));
    const settings = core.compareSettings(runs.map(({ summary }) => summary.files));
    const palette = createPalette(hasColor(this.io.stdout, this.io.env, this.argv));
    const { out, overwrite } = flags;
    const style = { width: terminalWidth(this.io), palette, cwd: this.io.cwd };
    if (out === undefined) for (const line of compareLines(runs, settings, style)) this.log(line);
    const report = out === undefined ? null : await this.reportArtifacts(core.writeReport({ runDirs, out, overwrite }));
    return { runs: runs.map(({ summary }) => runFacts(summary)), settings, report };
  }
}
