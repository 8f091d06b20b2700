// Code: E-CONFIG-305 a condition that cannot be read or decided.
import { InvalidConfigError } from '@aigc/plugin-api';

/** Looks a dotted name up: `steps.train.metrics.loss.best`, `matrix.seed`. Undefined where there is none. */
export type Lookup = (name: string) => unknown;

type Token = string;

const TOKEN = /\s*(<=|>=|==|!=|<|>|\(|\)|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|"[^"]*"|'[^']*'|[A-Za-z][A-Za-z0-9_.-]*)/gy;
const COMPARE: { readonly [operator: string]: (a: never, b: never) => boolean } = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};

/**
 * Decides a condition: comparisons of numbers, texts and names, joined by `and`, `or`, `not` and brackets.
 *
 * @throws InvalidConfigError E-CONFIG-305 where it cannot be read, or a name stands for nothing.
 */
export function decide(condition: string, lookup: Lookup): boolean {
  return new Parser(condition, lookup).whole();
}

/** Ids of the steps that a condition looks at. */
export function stepsInCondition(condition: string): string[] {
  return tokensOf(condition).flatMap((token) => /^steps\.([^.]+)/.exec(token)?.[1] ?? []);
}

function tokensOf(condition: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < condition.trimEnd().length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(condition);
    if (match === null) throw unreadable(condition, `at "${condition.slice(at).trim()}"`);
    tokens.push(match[1] as string);
  }
  return tokens;
}

class Parser {
  private readonly condition: string;
  private readonly lookup: Lookup;
  private readonly tokens: Token[];
  private next = 0;

  constructor(condition: string, lookup: Lookup) {
    this.condition = condition;
    this.lookup = lookup;
    this.tokens = tokensOf(condition);
  }

  whole(): boolean {
    const result = this.or();
    if (this.next < this.tokens.length) throw unreadable(this.condition, `at "${this.tokens[this.next]}"`);
    return result;
  }

  private or(): boolean {
    let result = this.and();
    while (this.take('or')) {
      const right = this.and();
      result = result || right;
    }
    return result;
  }

  private and(): boolean {
    let result = this.not();
    while (this.take('and')) {
      const right = this.not();
      result = result && right;
    }
    return result;
  }

  private not(): boolean {
    if (this.take('not')) return !this.not();
    if (this.take('(')) {
      const result = this.or();
      if (!this.take(')')) throw unreadable(this.condition, 'a bracket is not closed');
      return result;
    }
    return this.comparison();
  }

  private comparison(): boolean {
    const left = this.operand();
    const compare = COMPARE[this.tokens[this.next] ?? ''];
    if (compare === undefined) return Boolean(left);
    this.next += 1;
    return compare(left as never, this.operand() as never);
  }

  private operand(): unknown {
    const token = this.tokens[this.next++];
    if (token === undefined) throw unreadable(this.condition, 'it ends too early');
    if (/^["']/.test(token)) return token.slice(1, -1);
    if (/^-?\d/.test(token)) return Number(token);
    if (token === 'true' || token === 'false') return token === 'true';
    const value = this.lookup(token);
    if (value === undefined) throw unreadable(this.condition, `${token} is not known`);
    return value;
  }

  private take(token: Token): boolean {
    if (this.tokens[this.next] !== token) return false;
    this.next += 1;
    return true;
  }
}

function unreadable(condition: string, reason: string): InvalidConfigError {
  return new InvalidConfigError('E-CONFIG-305', `the condition "${condition}" cannot be decided: ${reason}`, {
    hints: ['e.g. steps.train.metrics.validationLoss.best < 90 and matrix.seed != 3'],
  });
}
