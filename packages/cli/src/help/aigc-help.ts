import { Help } from '@oclif/core';

/** Help that calls the program by the name a person types. */
export default class AigcHelp extends Help {
  override formatRoot(): string {
    const { name, bin } = this.config;
    return super.formatRoot().replace(`${name}/`, `${bin}/`);
  }
}
