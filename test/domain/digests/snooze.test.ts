import { describe, expect, it } from 'vitest';
import { settleSnoozes } from '../../../src/domain/digests/snooze.ts';
import { addressOf, type JudgedAddon } from '../../../src/domain/verdicts/urgency.ts';
import type { VerdictWord } from '../../../src/domain/verdicts/verdict.ts';
import { fakeBackup, hoursAgo, NOW } from '../../fakes/backups.ts';
import { judged, unread } from '../../fakes/judged.ts';
import { snoozeOf } from '../../fakes/snoozes.ts';

/** What becomes of one snooze. */
function fate(addon: JudgedAddon | undefined, snooze = snoozeOf('p/a')): string {
  const { snoozed, awake, broken, over } = settleSnoozes([snooze], addon ? [addon] : [], NOW);
  expect(snoozed.length + awake.length).toBe(addon ? 1 : 0);
  if (snoozed.length > 0) return 'holds';
  if (broken.get(snooze.address) === snooze && over.includes(snooze)) return 'is broken';
  return over.includes(snooze) ? 'is over' : 'waits';
}

describe('a snooze', () => {
  it.each<{ snoozed: VerdictWord; now: VerdictWord; does: string }>([
    { snoozed: 'failed', now: 'failed', does: 'holds' },
    { snoozed: 'late', now: 'late', does: 'holds' },
    { snoozed: 'late', now: 'failed', does: 'is broken' },
    { snoozed: 'late', now: 'missed', does: 'is broken' },
    { snoozed: 'failed', now: 'missed', does: 'is broken' },
    { snoozed: 'failed', now: 'late', does: 'is broken' },
    { snoozed: 'odd', now: 'stuck', does: 'is broken' },
    { snoozed: 'failed', now: 'fresh', does: 'is over' },
    { snoozed: 'late', now: 'running', does: 'is over' },
    { snoozed: 'failed', now: 'expiring', does: 'is over' },
    { snoozed: 'missed', now: 'unprotected', does: 'is over' },
    { snoozed: 'failed', now: 'paused', does: 'is over' },
  ])('of what was $snoozed and is $now $does', ({ snoozed, now, does }) => {
    expect(fate(judged('p/a', now), snoozeOf('p/a', snoozed))).toBe(does);
  });

  it('waits while nobody knows how the addon stands', () => {
    expect(fate(unread('p/a'))).toBe('waits');
    expect(fate(undefined)).toBe('waits');
  });

  it('is over at its moment, not before', () => {
    const failed = judged('p/a', 'failed');

    expect(fate(failed, snoozeOf('p/a', 'failed', { until: new Date(NOW.getTime() + 1) }))).toBe(
      'holds',
    );
    expect(fate(failed, snoozeOf('p/a', 'failed', { until: NOW }))).toBe('is over');
  });

  it('is of one addon', () => {
    const addons = [judged('p/b', 'failed'), judged('p/a', 'failed'), judged('q/a', 'failed')];

    const { snoozed, awake } = settleSnoozes([snoozeOf('p/a')], addons, NOW);

    expect(snoozed).toMatchObject([{ addon: { projectId: 'p', addonId: 'a' } }]);
    expect(awake.map(addressOf)).toEqual(['p/b', 'q/a']);
  });

  describe('of an addon whose last good copy runs out', () => {
    /** Hours from now at which it expires, and hours ago at which it was snoozed. */
    const withCopy = (expires: number, snoozedAgo: number, copyAgo = 40) =>
      fate(
        judged('p/a', 'failed', {
          backups: [fakeBackup(copyAgo)],
          verdict: { lastGoodExpiresAt: hoursAgo(-expires) },
        }),
        snoozeOf('p/a', 'failed', { at: hoursAgo(snoozedAgo) }),
      );

    it.each([
      { expires: 73, snoozedAgo: 30, does: 'holds' },
      { expires: 72, snoozedAgo: 30, does: 'is broken' },
      { expires: 60, snoozedAgo: 30, does: 'is broken' },
      { expires: 60, snoozedAgo: 12, does: 'holds' },
      { expires: 0, snoozedAgo: 12, does: 'is broken' },
    ])('in $expires h, snoozed $snoozedAgo h ago, $does', ({ expires, snoozedAgo, does }) => {
      expect(withCopy(expires, snoozedAgo)).toBe(does);
    });

    it('holds where a newer copy came since, which is good news', () => {
      expect(withCopy(60, 30, 29)).toBe('holds');
    });

    it('holds where it is kept, or nobody says how long', () => {
      for (const lastGoodExpiresAt of ['kept', undefined] as const) {
        expect(fate(judged('p/a', 'failed', { verdict: { lastGoodExpiresAt } }))).toBe('holds');
      }
    });
  });
});
