import type { Hook } from '@oclif/core';
import { unknownCommand } from '../errors/unknown-command.js';

const hook: Hook.CommandNotFound = async ({ id, config }) => {
  // oclif throws on what a hook of the root plugin throws; the host prints it.
  throw unknownCommand(id.split(':'), config);
};

export default hook;
