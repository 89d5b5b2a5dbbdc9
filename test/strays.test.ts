import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it } from 'vitest';
import { catchStrays } from '../src/strays.ts';
import { type RecordedLog, recordedLog } from './fakes/recorded-log.ts';

let events: EventEmitter;
let exits: number[];
let elapsed: number;
let log: RecordedLog;

beforeEach(() => {
  events = new EventEmitter();
  exits = [];
  elapsed = 0;
  log = recordedLog();
  catchStrays(log, {
    events,
    exit: (code) => void exits.push(code),
    elapsed: () => elapsed,
  });
});

function reject(times: number, everyMs: number): void {
  for (let count = 0; count < times; count += 1) {
    events.emit('unhandledRejection', new Error('stray'));
    elapsed += everyMs;
  }
}

describe('catchStrays', () => {
  it('logs a rejection that nobody caught, and lives on', () => {
    reject(1, 0);

    expect(log.lines).toMatchObject([
      { level: 'error', event: 'unhandled_rejection', fields: { message: 'stray' } },
    ]);
    expect(exits).toEqual([]);
  });

  it.each([
    { times: 20, everyMs: 0, ends: [] },
    { times: 21, everyMs: 0, ends: [1] },
    { times: 21, everyMs: 2_900, ends: [1] },
    { times: 100, everyMs: 3_100, ends: [] },
  ])('ends with $ends after $times of them, one every $everyMs ms', ({ times, everyMs, ends }) => {
    reject(times, everyMs);

    expect(exits).toEqual(ends);
  });

  it('ends after an exception, and logs nothing that hangs on it', () => {
    const error = Object.assign(new Error('broken'), { request: { headers: 'canary' } });

    events.emit('uncaughtException', error);

    expect(exits).toEqual([1]);
    expect(log.lines).toMatchObject([{ event: 'uncaught_exception' }]);
    expect(JSON.stringify(log.lines)).not.toContain('canary');
  });
});
