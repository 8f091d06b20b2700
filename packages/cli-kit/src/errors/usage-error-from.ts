import { existsSync } from 'node:fs';
import { AigcError } from '@aigc/plugin-api';
import { nearestName } from '../text/nearest-name.js';
import { UsageError } from './usage-error.js';

/** The fields of oclif's parser errors that are read here; by shape, since a plugin may bring its own copy of oclif. */
interface ParserError extends Error {
  readonly oclif?: { readonly exit?: number };
  readonly flags?: readonly string[];
  readonly args?: readonly unknown[];
  readonly parse?: { readonly input?: { readonly flags?: object; readonly args?: object } };
}

const CHOICE = /^Expected --\S+?=(\S+) to be one of: (.+)$/;
const FLAG_VALUE = /^Parsing --(\S+) \n\t([\s\S]*?)\n?See more help with --help$/;

/** Turns what oclif's parser throws into our own wording and codes; undefined for any other error. */
export function usageErrorFrom(error: unknown, command: string): AigcError | undefined {
  if (!(error instanceof Error)) return undefined;
  const failure = error as ParserError;
  const hints = [`see \`aigc ${command} --help\``];
  const flagValue = FLAG_VALUE.exec(failure.message);
  if (flagValue) return badValue(failure, flagValue[1] ?? '', flagValue[2] ?? '', hints);
  if (AigcError.isInstance(error)) return undefined;
  switch (failure.constructor.name) {
    case 'NonExistentFlagsError':
      return unknownFlag(failure, command, hints);
    case 'RequiredArgsError':
      return new UsageError('E-CLI-002', `${command}: missing argument ${argumentNames(failure)}`, {
        hints: [...folderHint(command), ...hints],
      });
    case 'UnexpectedArgsError':
      return new UsageError('E-CLI-003', `${command}: unexpected argument ${(failure.args ?? []).join(' ')}`, { hints });
    case 'FailedFlagValidationError':
    case 'ViolatedFlagConstraintError':
      return new UsageError('E-CLI-005', `${command}: ${reasons(failure.message)}`, { hints });
    default:
  }
  if (failure.oclif === undefined) return undefined;
  const meant = meantChoice(firstLine(failure.message));
  return new UsageError('E-CLI-004', `${command}: ${lowerFirst(firstLine(failure.message))}`, {
    hints: meant === undefined ? hints : [`did you mean ${meant}?`],
  });
}

/** `generate gan` is a command even where a run is called gan. */
function folderHint(command: string): string[] {
  const last = command.split(' ').at(-1) as string;
  return existsSync(last) ? [`if the folder ${last} is meant, write ./${last}`] : [];
}

function unknownFlag(failure: ParserError, command: string, hints: string[]): UsageError {
  const given = (failure.flags ?? []).map((flag) => flag.replace(/=.*$/s, ''));
  const known = Object.keys(failure.parse?.input?.flags ?? {}).map((name) => `--${name}`);
  const meant = given.map((flag) => nearestName(flag, known)).filter((flag) => flag !== undefined);
  const help = meant.length === 0 ? hints : [`did you mean ${meant.join(', ')}?`];
  return new UsageError('E-CLI-001', `${command}: unknown flag${given.length > 1 ? 's' : ''} ${given.join(', ')}`, {
    hints: help,
  });
}

function badValue(failure: ParserError, flag: string, reason: string, hints: string[]): UsageError {
  const own = AigcError.isInstance(failure) && failure.hints.length > 0 ? failure.hints : hints;
  return new UsageError('E-CLI-004', `--${flag}: ${lowerFirst(firstLine(reason))}`, { hints: own });
}

/** The choice that a value outside a list most likely stands for. */
function meantChoice(message: string): string | undefined {
  const [, given, choices] = CHOICE.exec(message) ?? [];
  return given === undefined || choices === undefined ? undefined : nearestName(given, choices.split(', '));
}

function argumentNames(failure: ParserError): string {
  return (failure.args ?? []).map((arg) => String((arg as { name?: string }).name ?? '').toUpperCase()).join(' ');
}

function reasons(message: string): string {
  const lines = message
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines
    .slice(1)
    .filter((line) => !line.startsWith('See more help'))
    .map(lowerFirst)
    .join('; ');
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
