import { describe, expect, it } from 'vitest';
import {
  checkBudget,
  checkErrors,
  checkLastDigest,
  checkReadiness,
  damagedDigest,
} from '../../src/doctor/check-running.ts';
import type { DeliveryState } from '../../src/domain/digests/delivery.ts';

const DUE = new Date('2026-11-21T09:00:00Z');

describe('a running bot', () => {
  it('is as its readiness says', () => {
    expect(checkReadiness([])).toMatchObject([{ health: 'ok' }]);
    expect(checkReadiness(['Slack is not connected'])).toMatchObject([
      { health: 'wrong', fact: 'Slack is not connected.' },
    ]);
  });

  it.each([
    [{ limit: 1000, remaining: 200, resetAt: DUE }, 'ok', '200 of 1000 are left until {at}.'],
    [{ limit: 1000, remaining: 199, resetAt: DUE }, 'wrong', '199 of 1000 are left until {at}.'],
    [{ limit: 1000, remaining: 0 }, 'wrong', '0 of 1000 are left.'],
    [{}, 'not-known', 'Northflank has not said how many are left.'],
  ] as const)('with a budget of %o is %s', (budget, health, fact) => {
    expect(checkBudget(budget)).toMatchObject({ health, fact });
  });

  it('tells the errors of the last hour', () => {
    expect(checkErrors([])).toMatchObject({ health: 'ok' });
    expect(
      checkErrors([
        { event: 'storage_failed', count: 3 },
        { event: 'act_failed', count: 1 },
      ]),
    ).toMatchObject({
      health: 'wrong',
      fact: 'of the last hour the log has storage_failed (3) and act_failed (1).',
    });
  });
});

describe('the last digest of a channel', () => {
  function found(state: DeliveryState, { reason, ts }: { reason?: string; ts?: string } = {}) {
    const parts = [{ key: 'k', text: '', blocks: [], ts }];
    return checkLastDigest({ channelId: 'C1' }, { state, dueAt: DUE, parts, reason });
  }

  it.each([
    ['sent', 'ok'],
    ['quiet', 'ok'],
    ['open', 'not-known'],
    ['frozen', 'not-known'],
    ['sending', 'not-known'],
    ['refused', 'wrong'],
    ['missed', 'wrong'],
    ['doubtful', 'not-known'],
  ] as const)('that is %s is %s', (state, health) => {
    expect(found(state)).toMatchObject({ health, channelId: 'C1', at: DUE });
  });

  it('that is in the channel is well while replies to it are under way', () => {
    expect(found('frozen', { ts: '1.1' })).toMatchObject({ health: 'ok' });
  });

  it('gives its reason', () => {
    expect(found('refused', { reason: 'The channel is archived' }).fact).toBe(
      'Slack did not take the last one; it was due {at}. The channel is archived.',
    );
  });

  it.each(['refused', 'missed', 'doubtful', 'damaged'] as const)(
    'that is %s asks nobody to type in a channel where the bot itself cannot post',
    (state) => {
      const last = state === 'damaged' ? state : { state, dueAt: DUE, parts: [] };
      const stopped = { channelId: 'C1', stoppedReason: 'The channel is archived' };

      expect(checkLastDigest({ channelId: 'C1' }, last).mend).not.toContain('digest o');
      expect(checkLastDigest(stopped, last).mend).toBe(
        'Once the bot can post there again, type /backups digest on there; if that is not to be, type /backups digest off C1 in any other channel.',
      );
    },
  );

  it('that is well asks for nothing where the bot stopped posting after it', () => {
    const stopped = { channelId: 'C1', stoppedReason: 'The channel is archived' };

    const { mend } = checkLastDigest(stopped, { state: 'sent', dueAt: DUE, parts: [] });

    expect(mend).toBeUndefined();
  });

  it('that is damaged is wrong, and says how the next one is had', () => {
    expect(checkLastDigest({ channelId: 'C1' }, 'damaged')).toEqual({
      subject: 'Last digest',
      channelId: 'C1',
      health: 'wrong',
      fact: 'what became of the last one is not known, and it is not kept up to date: its row of the table deliveries is damaged.',
      mend: 'Type /backups digest now there to have a sound one.',
    });
  });

  it('whose settings cannot be read any more is wrong, and says how one begins anew', () => {
    expect(damagedDigest('C1')).toMatchObject({
      health: 'wrong',
      channelId: 'C1',
      mend: 'Delete its row of the table subscriptions, then type /backups digest there to set it up anew.',
    });
  });

  it('is no trouble where none was due yet', () => {
    expect(checkLastDigest({ channelId: 'C1' }, undefined)).toMatchObject({ health: 'ok' });
  });
});
