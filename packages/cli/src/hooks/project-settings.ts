import type { ProjectSettings } from '@aigc/cli-kit';
import type { Interfaces } from '@oclif/core';
import { findProjectConfig } from '../config/find-project-config.js';
import { selectSection } from '../config/select-section.js';
import { installedFamilies } from '../plugins/families.js';

/** Answers the `aigc:project-settings` event of training commands: one section of the nearest configuration file. */
export default async function projectSettings(options: {
  readonly config: Interfaces.Config;
  readonly section: string;
  readonly cwd: string;
}): Promise<ProjectSettings | undefined> {
  const file = await findProjectConfig(options.cwd);
  if (file === undefined) return undefined;
  const families = installedFamilies(options.config).map(({ family }) => family);
  const settings = selectSection(file, options.section, families);
  return settings === undefined ? undefined : { path: file.path, section: options.section, settings };
}
