import { BaseCommand, displayPath, formatBytes } from '@aigc/cli-kit';
import type { RemovedRun } from '@aigc/core';
import { Args, Flags } from '@oclif/core';

export default class RunsRm extends BaseCommand {
  static override summary = 'Delete a run: what aigc wrote into its folder';
  static override description =
    'Asks first; scripts pass --yes. A run that is being trained is refused, and files of your own in the folder are kept.';
  static override examples = ['<%= config.bin %> runs rm runs/icons', '<%= config.bin %> runs rm runs/icons --yes'];
  static override args = { run: Args.string({ required: true, description: 'Folder of the run' }) };
  static override flags = { yes: Flags.boolean({ char: 'y', description: 'Do not ask', env: 'AIGC_YES' }) };

  async run(): Promise<(RemovedRun & { readonly isRemoved: true }) | { readonly isRemoved: false }> {
    const { args, flags } = await this.parse(RunsRm);
    const [{ readRunSummary, removeRun }, { confirm }] = await Promise.all([
      import('@aigc/core'),
      import('../../runs/confirm.js'),
    ]);
    if (!flags.yes) {
      const { path, lastStep, checkpoints, bytes } = await readRunSummary(args.run);
      const what = `${lastStep} steps, checkpoints: ${checkpoints.length}, ${formatBytes(bytes)}`;
      const isSure = await confirm(`Delete ${displayPath(path, this.io.cwd)} (${what})?`, this.io.env);
      if (!isSure) {
        this.log('nothing was removed');
        return { isRemoved: false };
      }
    }
    const removed = await removeRun(args.run);
    this.log(`removed ${displayPath(removed.path, this.io.cwd)}, ${formatBytes(removed.bytes)}`);
    if (removed.kept.length > 0) this.addWarning(`kept what aigc did not write: ${removed.kept.join(', ')}`);
    return { isRemoved: true, ...removed };
  }
}
