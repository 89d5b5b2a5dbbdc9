import { beforeEach, describe, expect, it } from 'vitest';
import { createErrorTally, type ErrorTally } from '../../src/telemetry/error-tally.ts';
import { type RecordedLog, recordedLog } from '../fakes/recorded-log.ts';

const NOW = new Date('2026-11-21T10:00:00Z');

let now: Date;
let log: RecordedLog;
let tally: ErrorTally;

beforeEach(() => {
  now = NOW;
  log = recordedLog();
  tally = createErrorTally(() => now);
});

describe('the tally of errors', () => {
  it('counts what is logged as an error, most frequent first, and hands it on', () => {
    const noting = tally.noting(log);
    noting.error('act_failed', { reference: 'abc' });
    noting.error('storage_failed');
    noting.error('storage_failed');
    noting.warn('slack_away');

    expect(tally.lastHour()).toEqual([
      { event: 'storage_failed', count: 2 },
      { event: 'act_failed', count: 1 },
    ]);
    expect(log.lines[0]).toEqual({
      level: 'error',
      event: 'act_failed',
      fields: { reference: 'abc' },
    });
    expect(log.lines).toHaveLength(4);
  });

  it('forgets after an hour', () => {
    tally.noting(log).error('act_failed');
    now = new Date(NOW.getTime() + 3_600_000);
    expect(tally.lastHour()).toHaveLength(1);

    now = new Date(now.getTime() + 1);

    expect(tally.lastHour()).toEqual([]);
  });

  it('remembers the newest thousand, whatever comes', () => {
    const noting = tally.noting(log);
    noting.error('first');
    for (let n = 0; n < 1_000; n += 1) noting.error('again');

    expect(tally.lastHour()).toEqual([{ event: 'again', count: 1_000 }]);
  });
});
