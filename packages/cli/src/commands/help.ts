import { BaseCommand } from '@aigc/cli-kit';
import { unknownCommand } from '../errors/unknown-command.js';
import { HelpText } from '../help/aigc-help.js';
import { exitCodeTable } from '../help/exit-code-table.js';

export default class Help extends BaseCommand {
  static override summary = 'Show help for a command, or the table of exit codes';
  static override examples = ['<%= config.bin %> help train gan', '<%= config.bin %> help exit-codes'];
  static override strict = false;
  static override usage = 'help [COMMAND | exit-codes]';

  async run(): Promise<unknown> {
    const { argv } = await this.parse(Help);
    const words = argv.map(String);
    if (words[0] === 'exit-codes') {
      for (const { code, meaning } of exitCodeTable) this.log(`${String(code).padStart(4)}  ${meaning}`);
      return { exitCodes: exitCodeTable };
    }
    const id = words.join(':');
    if (id !== '' && this.config.findCommand(id) === undefined && this.config.findTopic(id) === undefined) {
      throw unknownCommand(words, this.config);
    }
    const help = new HelpText(this.config, this.config.pjson.oclif.helpOptions ?? {});
    await help.showHelp(words);
    const text = help.lines.join('\n');
    this.log(text);
    return { help: text };
  }
}
