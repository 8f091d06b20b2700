import { AigcError } from '@aigc/plugin-api';
import { findProjectConfig } from '../config/find-project-config.js';
import { selectSection } from '../config/select-section.js';
import { installedFamilies } from '../plugins/families.js';
import type { Check } from './check.js';

/** The project's configuration file: found, readable, with sections that exist. Values are checked by the command that uses them. */
export const checkConfiguration: Check = async ({ config, cwd }) => {
  const name = 'file';
  try {
    const file = await findProjectConfig(cwd);
    if (file === undefined) {
      return [{ name, status: 'absent', summary: 'no aigc.config.* here or in a folder above', hints: [], facts: {} }];
    }
    const families = installedFamilies(config).map(({ family }) => family);
    const sections = families.filter((family) => selectSection(file, `train.${family}`, families) !== undefined);
    const summary = `${file.path}: ${sections.length === 0 ? 'no settings' : `settings for train ${sections.join(', ')}`}`;
    return [{ name, status: 'ok', summary, hints: [], facts: { path: file.path, sections } }];
  } catch (error) {
    if (!AigcError.isInstance(error)) throw error;
    const { code, message, path, hints } = error;
    const fix = hints.length > 0 ? hints : [`correct or remove ${path}`];
    return [{ name, status: 'problem', summary: `${path}: ${message}`, hints: fix, facts: { path, code } }];
  }
};
