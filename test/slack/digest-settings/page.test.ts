import { describe, expect, it } from 'vitest';
import { firstDigest, nextDigest } from '../../../src/slack/digest-settings/page.ts';
import { NOW } from '../../fakes/backups.ts';
import { CHANNEL, digestBot, fakeSnooze, fakeSubscription } from '../../fakes/digest-settings.ts';

const LATER = new Date('2026-11-24T23:00:00Z');

describe('nextDigest', () => {
  /** Looks exactly one hour beyond what it is asked from, so that the asking shows. */
  const nextDue = (_: unknown, after: Date) => new Date(after.getTime() + 3_600_000);
  const next = (fields = {}) =>
    nextDigest({ nextDue }, fakeSubscription(fields), NOW)?.toISOString();

  it('is looked for from now on', () => {
    expect(next()).toBe('2026-11-21T10:00:00.000Z');
    expect(next({ pausedUntil: new Date('2026-11-20T23:00:00Z') })).toBe(
      '2026-11-21T10:00:00.000Z',
    );
  });

  it('may come at the very moment at which a pause ends', () => {
    expect(next({ pausedUntil: LATER })).toBe('2026-11-24T23:59:59.999Z');
  });

  it.each([{ enabled: false }, { stoppedReason: 'The channel is archived' }])(
    'does not come with %j',
    (fields) => {
      expect(next(fields)).toBeUndefined();
    },
  );
});

describe('readDigestPage', () => {
  it('shows only what is still snoozed', async () => {
    const snoozed = [fakeSnooze({ address: 'prod/cache', until: NOW }), fakeSnooze()];
    const { settings, act, opened } = digestBot({ stored: fakeSubscription(), snoozed });

    await settings.command(act, '');

    expect(JSON.stringify(opened)).toContain('`prod/orders-db` (failed) is snoozed');
    expect(JSON.stringify(opened)).not.toContain('`prod/cache`');
  });
});

describe('firstDigest', () => {
  it.each([
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['Mars/Olympus', 'UTC'],
    [undefined, 'UTC'],
  ])('comes for a profile with the zone %s by the clocks of %s', (zone, timeZone) => {
    expect(firstDigest(CHANNEL, zone, NOW)).toMatchObject({ timeZone, time: '09:00' });
  });
});
