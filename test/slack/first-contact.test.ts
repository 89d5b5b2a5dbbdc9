import { beforeEach, describe, expect, it } from 'vitest';
import type { Subscription } from '../../src/domain/digests/subscription.ts';
import type { NoteOutcome } from '../../src/slack/channel-note.ts';
import { createFirstContact } from '../../src/slack/first-contact.ts';
import { subscription } from '../digest/delivering.ts';
import { type RecordedLog, recordedLog } from '../fakes/recorded-log.ts';

const NOW = new Date('2026-11-21T10:00:00Z');

let met: Set<string>;
let isAway: boolean;
let outcome: NoteOutcome;
let stored: Subscription | undefined;
let posted: { channelId: string; text: string }[];
let log: RecordedLog;

beforeEach(() => {
  met = new Set();
  isAway = false;
  outcome = { kind: 'posted' };
  stored = undefined;
  posted = [];
  log = recordedLog();
});

function create() {
  return createFirstContact({
    acquaintances: {
      meet: (name) => {
        if (isAway) return Promise.reject(new Error('the store is away'));
        return Promise.resolve(!met.has(name) && met.add(name).has(name));
      },
    },
    subscriptionOf: () => Promise.resolve(stored),
    nextDue: () => new Date('2026-11-22T08:00:00Z'),
    postNote: (channelId, { text }) => {
      posted.push({ channelId, text });
      return Promise.resolve(outcome);
    },
    now: () => NOW,
    log,
  });
}

describe('a channel to which the bot is added', () => {
  it('is greeted once however often Slack tells of it, and another one too', async () => {
    const contact = create();

    await contact.joined('C1', '1700.1');
    await contact.joined('C1', '1700.1');
    await contact.joined('C2', '1700.1');

    expect(posted.map(({ channelId }) => channelId)).toEqual(['C1', 'C2']);
  });

  it('is greeted again when it is added again', async () => {
    const contact = create();

    await contact.joined('C1', '1700.1');
    await contact.joined('C1', '1800.1');

    expect(posted).toHaveLength(2);
  });

  it('is told of its digest where it has one', async () => {
    stored = subscription('s1', { channelId: 'C1' });

    await create().joined('C1', '1700.1');

    expect(posted[0]?.text).toContain('A digest is posted in <#C1>. Next one: <!date^');
  });

  it('that takes no message costs nobody else anything, and the log tells', async () => {
    outcome = { kind: 'refused', error: 'restricted_action' };

    await create().joined('C1', '1700.1');

    expect(log.lines).toMatchObject([{ level: 'warn', event: 'welcome_not_posted' }]);
  });

  it('is not greeted again where nobody knows whether the greeting arrived', async () => {
    const contact = create();
    outcome = { kind: 'unclear' };

    await contact.joined('C1', '1700.1');
    await contact.joined('C1', '1700.1');

    expect(posted).toHaveLength(1);
  });

  it('is not greeted while the store cannot tell whether it was', async () => {
    isAway = true;

    await create().joined('C1', '1700.1');

    expect(posted).toEqual([]);
    expect(log.lines).toMatchObject([{ level: 'warn', event: 'first_contact_not_known' }]);
  });
});

describe('the first visit of the Home tab', () => {
  it('is the first one of each person, and has nothing to do with channels', async () => {
    const contact = create();
    await contact.joined('U1', '1700.1');

    expect(await contact.isFirstVisit('U1')).toBe(true);
    expect(await contact.isFirstVisit('U1')).toBe(false);
    expect(await contact.isFirstVisit('U2')).toBe(true);
  });

  it('is not known while the store is away, and nothing is said then', async () => {
    isAway = true;

    expect(await create().isFirstVisit('U1')).toBe(false);
  });
});
