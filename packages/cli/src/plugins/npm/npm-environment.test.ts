import { expect, test } from '@jest/globals';
import { npmEnvironment } from './run-npm.js';

test('npm is told how to reach its registry, and nothing of the script that aigc was started by', () => {
  const env = {
    PATH: '/bin',
    npm_config_registry: 'https://registry.studio',
    'npm_config_//registry.studio/:_authToken': 'secret',
    npm_config_local_prefix: '/project',
    npm_config_omit: 'optional',
    npm_package_name: 'project',
    npm_lifecycle_event: 'test',
  };

  expect(Object.keys(npmEnvironment(env))).toEqual(['PATH', 'npm_config_registry', 'npm_config_//registry.studio/:_authToken']);
});
