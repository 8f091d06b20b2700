import { join } from 'node:path';
import { BaseCommand } from '@aigc/cli-kit';
import type { WrittenReport } from '@aigc/core';
import { Args, Flags } from '@oclif/core';

export default class Report extends BaseCommand {
  static override summary = 'Write one self-contained page about a run: verdict, curves, samples over time, data, provenance';
  static override description = 'The page loads nothing, works from the disk, and can be sent as it is.';
  static override examples = ['<%= config.bin %> report runs/icons', '<%= config.bin %> report runs/icons --out icons.html'];
  static override args = { run: Args.string({ required: true, description: 'Folder of the run, as `train` printed it' }) };
  static override flags = {
    out: Flags.string({ description: 'File to write [default: RUN/report.html]', env: 'AIGC_OUT', helpValue: 'FILE' }),
    overwrite: Flags.boolean({ description: 'Replace a file of another name that is there', env: 'AIGC_OVERWRITE' }),
  };

  async run(): Promise<WrittenReport> {
    const { args, flags } = await this.parse(Report);
    const { writeReport } = await import('@aigc/core');
    const { out, overwrite } = flags;
    // the one in the run is ours to renew
    const place = out === undefined ? { out: join(args.run, 'report.html'), overwrite: true } : { out, overwrite };
    return this.reportArtifacts(writeReport({ runDirs: [args.run], ...place }));
  }
}
