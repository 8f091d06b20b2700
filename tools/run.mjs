// Runs a development tool from tools/, which has its own lock file: 200 MB that a user of aigc need not install.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const tools = dirname(fileURLToPath(import.meta.url));
const [name, ...args] = process.argv.slice(2);
const isWindows = process.platform === 'win32';
const binary = join(tools, 'node_modules', '.bin', isWindows ? `${name}.cmd` : name);
try {
  if (!existsSync(binary))
    execFileSync('npm', ['install', '--prefix', tools, '--ignore-scripts', '--no-save'], {
      stdio: ['ignore', 2, 2],
      shell: isWindows,
    });
  execFileSync(binary, args, { stdio: 'inherit', cwd: dirname(tools), shell: isWindows });
} catch (error) {
  process.exit(error.status ?? 1);
}
