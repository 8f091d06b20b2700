import { BaseCommand } from '@aigc/cli-kit';
import { Args } from '@oclif/core';

export default class Completion extends BaseCommand {
  static override summary = 'Print a script that completes commands and flags in a shell';
  static override description =
    'The script knows the commands of the plugins that are installed now; write it again after a change.';
  static override examples = [
    '<%= config.bin %> completion bash > ~/.local/share/bash-completion/completions/aigc',
    '<%= config.bin %> completion zsh > ~/.zfunc/_aigc',
    '<%= config.bin %> completion fish > ~/.config/fish/completions/aigc.fish',
  ];
  static override args = {
    shell: Args.string({ required: true, description: 'The shell', options: ['bash', 'zsh', 'fish'] }),
  };

  async run(): Promise<{ script: string }> {
    const { args } = await this.parse(Completion);
    const [{ completionScript }, { commandList }] = await Promise.all([
      import('../completion/completion-script.js'),
      import('../completion/command-list.js'),
    ]);
    const script = completionScript(args.shell as 'bash' | 'zsh' | 'fish', commandList(this.config));
    this.log(script.trimEnd());
    return { script };
  }
}
