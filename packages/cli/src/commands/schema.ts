import { type AnyFlag, BaseCommand, type JsonSchema, nearestName, UsageError } from '@aigc/cli-kit';
import { Args } from '@oclif/core';

export default class Schema extends BaseCommand {
  static override summary = 'Print a JSON schema of the configuration file, for editors';
  static override description =
    'An editor that knows the schema completes the names in aigc.config.yaml and marks wrong values. Of all commands that are installed, or of those of one model family.';
  static override examples = ['<%= config.bin %> schema > aigc.schema.json', '<%= config.bin %> schema gan'];
  static override args = { family: Args.string({ description: 'Only the commands of this model family' }) };

  async run(): Promise<JsonSchema> {
    const { args } = await this.parse(Schema);
    const [{ configSchema }, { settableCommands }, { installedFamilies }] = await Promise.all([
      import('../config/config-schema.js'),
      import('../config/known-settings.js'),
      import('../plugins/families.js'),
    ]);
    const { family } = args;
    if (family !== undefined)
      this.#checkFamily(family, [...new Set(installedFamilies(this.config).map((known) => known.family))]);
    const ids = settableCommands(this.config)
      .map(({ id }) => id)
      .filter((id) => family === undefined || id.split(':').includes(family));
    const commands = await Promise.all(
      ids.map(async (id) => {
        const { flags } = await this.config.findCommand(id, { must: true }).load();
        return { id, flags: (flags ?? {}) as { readonly [name: string]: AnyFlag } };
      }),
    );
    const schema = configSchema(commands);
    this.log(JSON.stringify(schema, null, 2));
    return schema;
  }

  #checkFamily(family: string, known: readonly string[]): void {
    if (known.includes(family)) return;
    const meant = nearestName(family, known);
    throw new UsageError('E-CLI-023', `no installed plugin has the model family "${family}"`, {
      hints: [meant === undefined ? `installed families: ${known.join(', ')}` : `did you mean ${meant}?`],
    });
  }
}
