import { dirname, join, resolve } from 'node:path';
import { BaseCommand, numberFlag } from '@aigc/cli-kit';
import { Args, Flags } from '@oclif/core';

export default class Run extends BaseCommand {
  static override summary = 'Run a pipeline: steps that are commands of this tool, from one file';
  static override description =
    'A step whose command, settings, inputs and code have not changed is not run again; a changed one runs with everything after it. ' +
    'Kill it anywhere and run it again. Several machines that share the folder split the work with --shard.';
  static override examples = [
    '<%= config.bin %> run studio-day.yaml --dry-run',
    '<%= config.bin %> run studio-day.yaml --set steps=200 --jobs 2',
    '<%= config.bin %> run batch.yaml --shard 1/4',
  ];
  static override args = { file: Args.string({ required: true, description: 'The pipeline, a YAML file' }) };
  static override flags = {
    'dry-run': Flags.boolean({ description: 'Only say what would run, and why', env: 'AIGC_DRY_RUN' }),
    set: Flags.string({
      description: 'A variable of the pipeline; may be given more than once',
      multiple: true,
      helpValue: 'NAME=VALUE',
    }),
    jobs: numberFlag(
      { isInteger: true, minimum: 1, maximum: 256 },
      { description: 'Steps at a time [default: 1, since most use all cores]', env: 'AIGC_JOBS' },
    ),
    shard: Flags.string({
      description: "This machine's part of the work, of machines that share the folder",
      env: 'AIGC_SHARD',
      helpValue: 'I/N',
    }),
    work: Flags.string({
      description: 'Folder of results and of work in progress [default: .aigc beside the file]',
      env: 'AIGC_WORK',
      helpValue: 'DIR',
    }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Run);
    const { parseShard, runPipeline } = await import('../pipeline/run-pipeline.js');
    return runPipeline({
      file: args.file,
      work: resolve(flags.work ?? join(dirname(args.file), '.aigc')),
      vars: flags.set ?? [],
      isDryRun: flags['dry-run'],
      slots: flags.jobs,
      shard: parseShard(flags.shard),
      config: this.config,
      context: this.reportContext(),
      say: (line) => this.log(line),
      emit: (event) => this.emitEvent(event),
    });
  }
}
