import { EventEmitter } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { StopSignal } from './stop-signal.js';

/** Signals sent by hand; remembers exits instead of leaving. */
class FakeProcess extends EventEmitter {
  readonly exits: number[] = [];

  exit(code: number): void {
    this.exits.push(code);
  }
}

describe('StopSignal', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ])('aborts at the first %s and exits %d', (name, exitCode) => {
    const source = new FakeProcess();
    const told: string[] = [];
    const stop = new StopSignal(() => told.push('stopping'), source);

    source.emit(name, name);

    expect(stop.signal.aborted).toBe(true);
    expect(stop.exitCode).toBe(exitCode);
    expect(told).toEqual(['stopping']);
    expect(source.exits).toEqual([]);
  });

  test('leaves at once with 130 at the second', () => {
    const source = new FakeProcess();
    new StopSignal(() => undefined, source);

    source.emit('SIGINT', 'SIGINT');
    source.emit('SIGINT', 'SIGINT');

    expect(source.exits).toEqual([130]);
  });

  test('stops listening when closed', () => {
    const source = new FakeProcess();

    new StopSignal(() => undefined, source).close();

    expect(source.listenerCount('SIGINT') + source.listenerCount('SIGTERM') + source.listenerCount('SIGHUP')).toBe(0);
  });
});
