import { displayPath, printable, type SettingOrigin } from '@aigc/cli-kit';
import type { ListedSetting } from './list-settings.js';

/** The settings of a command for a person, one a line; those of other models only where somebody has set them. */
export function settingLines(settings: readonly ListedSetting[], options: { showOrigin: boolean; cwd: string }): string[] {
  const shown = settings.filter(({ applies, origin }) => applies || origin.kind !== 'default');
  const nameWidth = Math.max(...shown.map(({ name }) => name.length));
  const values = shown.map(valueText);
  const valueWidth = Math.min(40, Math.max(...values.map((text) => text.length)));
  return shown.map((setting, i) => {
    const value = values[i] as string;
    if (!options.showOrigin) return `${setting.name.padEnd(nameWidth)}  ${value}`;
    const unused = setting.applies ? '' : '  (of another model; left out)';
    const origin = originText(setting.origin, options.cwd);
    return `${setting.name.padEnd(nameWidth)}  ${value.padEnd(valueWidth)}  ${origin}${unused}`;
  });
}

/** `train.gan.batchSize in aigc.config.yaml`, `AIGC_BATCH_SIZE` or `default`. */
export function originText(origin: SettingOrigin, cwd: string): string {
  if (origin.kind === 'default') return 'default';
  if (origin.kind === 'environment') return origin.variable;
  return printable(`${origin.at} in ${displayPath(origin.path, cwd)}`);
}

function valueText({ value, meaning }: ListedSetting): string {
  if (value === null) return meaning ?? '-';
  return printable(typeof value === 'string' ? value : JSON.stringify(value));
}
