import { tmpdir } from 'node:os';
import { BaseCommand, createPalette, hasColor } from '@aigc/cli-kit';
import { EXIT } from '@aigc/plugin-api';
import type { Examination } from '../doctor/examine.js';

export default class Doctor extends BaseCommand {
  static override summary = 'Check this machine: devices and their speed, tools, disk, plugins, configuration';
  static override description =
    'Every device is listed, there or not, with what to install; the speed is measured. Ends with 0 when everything that aigc needs works, else with 1 and a remedy for each problem.';
  static override examples = ['<%= config.bin %> doctor', '<%= config.bin %> doctor --json'];

  async run(): Promise<Examination> {
    await this.parse(Doctor);
    const { examine } = await import('../doctor/examine.js');
    const { renderSection, renderVerdict } = await import('../doctor/render-examination.js');
    const { config, io } = this;
    const palette = createPalette(hasColor(io.stdout, io.env, this.argv));
    const checking = examine({ config, cwd: io.cwd, tempFolder: tmpdir(), env: { ...io.env } });
    let next = await checking.next();
    for (; next.done !== true; next = await checking.next()) this.log(renderSection(next.value, palette));
    this.log(renderVerdict(next.value.problemCount, palette));
    if (!next.value.isHealthy) process.exitCode = EXIT.failed;
    return next.value;
  }

  protected override toSuccessJson(result: unknown): unknown {
    const document = super.toSuccessJson(result) as object;
    return (result as Examination).isHealthy ? document : { ...document, status: 'problems' };
  }
}
