// Writes docs/commands.md: every command and flag, so that a change of what scripts depend on is seen in review.
// `node tools/commands-reference.mjs [--check]`, after a build.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const root = new URL('../packages/cli/', import.meta.url);
const target = new URL('../docs/commands.md', import.meta.url);
const require = createRequire(new URL('package.json', root));
const { Config } = await import(pathToFileURL(require.resolve('@oclif/core')).href);
const config = await Config.load({ root: root.pathname, userPlugins: false });

const cell = (text) =>
  String(text ?? '')
    .replaceAll('|', '\\|')
    .replaceAll('\n', ' ');
const value = (flag) => {
  if (flag.type === 'boolean') return flag.allowNo ? `--[no-]${flag.name}` : `--${flag.name}`;
  const shown = flag.options?.length > 0 ? flag.options.join('\\|') : (flag.helpValue ?? 'VALUE');
  return `--${flag.name} ${shown}`;
};
const global = new Set(['json', 'events', 'events-file', 'quiet', 'debug', 'no-color']);
const sections = [...config.commands]
  .filter(({ hidden }) => !hidden)
  .sort((a, b) => (a.id < b.id ? -1 : 1))
  .map((command) => {
    const args = Object.values(command.args ?? {}).map(({ name, required }) =>
      required ? name.toUpperCase() : `[${name.toUpperCase()}]`,
    );
    const flags = Object.values(command.flags ?? {}).filter((flag) => !global.has(flag.name) && !flag.hidden);
    const rows = flags.map(
      (flag) => `| \`${value(flag)}\` | ${flag.env ? `\`${flag.env}\`` : ''} | ${cell(flag.description ?? flag.summary)} |`,
    );
    const table = rows.length === 0 ? [] : ['', '| flag | variable | meaning |', '| --- | --- | --- |', ...rows];
    return [`## aigc ${[command.id.replaceAll(':', ' '), ...args].join(' ')}`, '', command.summary ?? '', ...table].join('\n');
  });
const text = `# Commands

Made by \`npm run commands\` from the commands themselves; a test keeps it current. Every command also takes \`--json\`,
\`--events ndjson\`, \`--events-file FILE\`, \`--quiet\`, \`--debug\`, \`--no-color\` and \`--help\`.

${sections.join('\n\n')}
`;

if (process.argv.includes('--check')) {
  const isCurrent = readFileSync(target, 'utf8') === text;
  if (!isCurrent) console.error('docs/commands.md is out of date: run `npm run commands`');
  process.exit(isCurrent ? 0 : 1);
}
writeFileSync(target, text);
