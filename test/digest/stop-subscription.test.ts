import { describe, expect, it } from 'vitest';
import { createStopSubscription, type StopDeps } from '../../src/digest/stop-subscription.ts';
import type { PostAnswer } from '../../src/domain/digests/posting.ts';
import { recordedLog } from '../fakes/recorded-log.ts';
import { DUE, subscription } from './delivering.ts';

const REASON = 'The channel is archived';
const TOLD: PostAnswer = { kind: 'ok', ts: '1.1' };
const UNKNOWN_PERSON: PostAnswer = { kind: 'refused', code: 'user_not_found' };

/** A subscription to be stopped, and what Slack answers each person in turn. */
function start(answers: PostAnswer[] = [], fields: Parameters<typeof subscription>[1] = {}) {
  const store = { wish: subscription('s1', { ownerId: 'U0OWNER', ...fields }) };
  const told: string[] = [];
  const log = recordedLog();
  const deps: StopDeps = {
    subscriptions: {
      get: (id) => Promise.resolve(id === 's1' ? store.wish : undefined),
      stop: (_id, reason) => {
        store.wish = { ...store.wish, stoppedReason: reason };
        return Promise.resolve(true);
      },
    },
    tell: (userId, { channelId }, reason) => {
      told.push(`${userId}: ${channelId}, ${reason}`);
      return Promise.resolve(answers.shift() ?? TOLD);
    },
    admins: () => Promise.resolve(['U0ADMIN1', 'U0ADMIN2']),
    now: () => Promise.resolve(DUE),
    log,
  };
  const events = () => log.lines.map(({ event }) => event);
  return { stop: createStopSubscription(deps), store, told, events };
}

describe('stopping a subscription', () => {
  it('tells its owner why, once, however often it is found', async () => {
    const { stop, store, told, events } = start();

    expect([await stop('s1', REASON), await stop('s1', REASON)]).toEqual([true, true]);

    expect(told).toEqual([`U0OWNER: C-s1, ${REASON}`]);
    expect(store.wish.stoppedReason).toBe(REASON);
    expect(events()).toEqual(['digest_stopped']);
  });

  it('tells an admin where the environment made it', async () => {
    const { stop, told } = start([], { ownerId: undefined });

    await stop('s1', REASON);

    expect(told).toEqual([`U0ADMIN1: C-s1, ${REASON}`]);
  });

  it('tells the next one where Slack does not let it tell the first', async () => {
    const { stop, told, store } = start([UNKNOWN_PERSON, UNKNOWN_PERSON]);

    expect(await stop('s1', REASON)).toBe(true);

    expect(told.map((line) => line.slice(0, 8))).toEqual(['U0OWNER:', 'U0ADMIN1', 'U0ADMIN2']);
    expect(store.wish.stoppedReason).toBe(REASON);
  });

  it('tells nobody twice', async () => {
    const { stop, told } = start([UNKNOWN_PERSON, UNKNOWN_PERSON], { ownerId: 'U0ADMIN2' });

    await stop('s1', REASON);

    expect(told).toHaveLength(2);
  });

  it.each<{ why: string; answer: PostAnswer }>([
    { why: 'Slack asks to wait', answer: { kind: 'rate-limited' } },
    { why: 'there is no connection', answer: { kind: 'not-sent', reason: 'away' } },
    { why: 'the token was refused', answer: { kind: 'refused', code: 'invalid_auth' } },
  ])('waits while nobody can be told, since $why', async ({ answer }) => {
    const { stop, store, told } = start([answer]);

    expect(await stop('s1', REASON)).toBe(false);
    expect(store.wish.stoppedReason).toBeUndefined();

    expect(await stop('s1', REASON)).toBe(true);
    expect(told).toHaveLength(2);
    expect(store.wish.stoppedReason).toBe(REASON);
  });

  it('does not repeat what may have arrived', async () => {
    const { stop, store, told } = start([{ kind: 'no-answer', reason: 'time-out' }]);

    expect(await stop('s1', REASON)).toBe(true);

    expect(told).toHaveLength(1);
    expect(store.wish.stoppedReason).toBe(REASON);
  });

  it('stops, and says so in the log, where there is nobody to tell', async () => {
    const { stop, store, events } = start([UNKNOWN_PERSON, UNKNOWN_PERSON, UNKNOWN_PERSON]);

    await stop('s1', REASON);

    expect(store.wish.stoppedReason).toBe(REASON);
    expect(events()).toContain('digest_told_nobody');
  });

  it('has nothing to do for one that is gone', async () => {
    const { stop, told } = start();

    expect(await stop('s9', REASON)).toBe(true);

    expect(told).toEqual([]);
  });
});
