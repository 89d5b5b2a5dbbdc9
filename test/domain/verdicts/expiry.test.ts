import { describe, expect, it } from 'vitest';
import type { Backup, Expiry } from '../../../src/domain/backup.ts';
import type { BackupSchedule } from '../../../src/domain/schedules/schedule.ts';
import { judge } from '../../../src/domain/verdicts/judge.ts';
import { at, nights, reading, run, schedule } from './readings.ts';

const TONIGHT = at('21 Nov 02:30');
const MORNING = at('21 Nov 09:00');

/** When the last good copy disappears, as a verdict tells it. */
function end(
  rows: readonly Backup[],
  schedules: readonly BackupSchedule[] = [schedule({ retentionDays: 7 })],
  expiries?: ReadonlyMap<string, Expiry>,
): string | undefined {
  const { lastGoodExpiresAt } = judge(reading(MORNING, rows, schedules), MORNING, {
    zone: 'UTC',
    expiries,
  });
  return lastGoodExpiresAt instanceof Date
    ? lastGoodExpiresAt.toISOString().slice(5, 16)
    : lastGoodExpiresAt;
}

describe('lastCopyExpiry', () => {
  it('runs from the start of the newest good copy', () => {
    expect(end(nights('ddf', TONIGHT))).toBe('11-27T02:30');
  });

  it('is absent without a copy, a retention or a schedule behind it', () => {
    expect(end(nights('f', TONIGHT))).toBeUndefined();
    expect(end(nights('d', TONIGHT), [schedule({ retentionDays: undefined })])).toBeUndefined();
    expect(end(nights('d', TONIGHT), [])).toBeUndefined();
  });

  it('is absent when a manual copy may be the one that stays', () => {
    const byHand = run({ createdAt: at('20 Nov 12:00') });

    expect(end([...nights('dd', TONIGHT), byHand])).toBeUndefined();
  });

  it('is that of the copy that lasts longest', () => {
    const pattern = { interval: 'weekly' as const, minutes: [0], hours: [18], days: [3] };
    const weekly = schedule({ id: 'weekly', pattern, retentionDays: 60 });
    const rows = [...nights('ddd', TONIGHT), run({ createdAt: at('19 Nov 18:00') })];

    expect(end(rows, [schedule({ retentionDays: 7 }), weekly])).toBe('01-18T18:00');
  });

  it('goes by the shortest retention where schedules share a slot', () => {
    const monthLong = schedule({ id: 'long', retentionDays: 30 });

    expect(end(nights('d', TONIGHT), [schedule({ retentionDays: 7 }), monthLong])).toBe(
      '11-28T02:30',
    );
  });

  it('believes a destination before a retention', () => {
    const [first, second] = nights('dd', TONIGHT);
    const says = (expiry: Expiry) => new Map([[second?.id ?? '', expiry]]);
    const rows = [first, second].filter((row) => row !== undefined);

    expect(end(rows, undefined, says({ kind: 'at', at: at('25 Nov 00:00') }))).toBe('11-27T02:30');
    expect(end(rows, undefined, says({ kind: 'at', at: at('30 Nov 00:00') }))).toBe('11-30T00:00');
    expect(end(rows, undefined, says({ kind: 'kept' }))).toBe('kept');
    expect(end(rows, undefined, says({ kind: 'unreadable' }))).toBe('11-28T02:30');
  });

  it('finds the schedule behind a copy that is older than the ledger', () => {
    const old = nights('d', at('1 Nov 02:30'));
    const since = (day: string) => [schedule({ createdAt: at(`${day} 00:00`) })];

    expect(end(old, since('1 Oct'))).toBe('12-01T02:30');
    expect(end(old, since('5 Nov'))).toBeUndefined();
    expect(end([run({ createdAt: at('1 Nov 12:00') })], since('1 Oct'))).toBeUndefined();
  });

  it('lets an old copy that is kept for ever hide nothing', () => {
    const old = run({ id: 'old', createdAt: at('1 Oct 02:30') });
    const kept = new Map<string, Expiry>([['old', { kind: 'kept' }]]);

    expect(end([old, ...nights('d', TONIGHT)], undefined, kept)).toBe('11-28T02:30');
  });
});
