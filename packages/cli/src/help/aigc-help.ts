import { CommandHelp, Help } from '@oclif/core';

type Grouped = ReturnType<CommandHelp['groupFlags']>;

/** Help of one command, with the flags that every command has at the end. */
class AigcCommandHelp extends CommandHelp {
  protected override groupFlags(flags: Parameters<CommandHelp['groupFlags']>[0]): Grouped {
    const { mainFlags, flagGroups } = super.groupFlags(flags);
    const { GLOBAL, ...own } = flagGroups;
    return { mainFlags, flagGroups: GLOBAL === undefined ? own : { ...own, GLOBAL } };
  }
}

/** Help that calls the program by the name a person types. */
export default class AigcHelp extends Help {
  protected override CommandHelpClass = AigcCommandHelp;

  override formatRoot(): string {
    const { name, bin } = this.config;
    return super.formatRoot().replace(`${name}/`, `${bin}/`);
  }
}

/** Help that is kept instead of printed. */
export class HelpText extends AigcHelp {
  readonly lines: string[] = [];

  protected override log(...lines: string[]): void {
    this.lines.push(...lines);
  }
}
