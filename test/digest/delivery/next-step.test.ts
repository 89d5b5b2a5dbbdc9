import { describe, expect, it } from 'vitest';
import { arrived, doubted, type Facts, nextStep } from '../../../src/digest/delivery/next-step.ts';
import type { Delivery, DeliveryPart } from '../../../src/domain/digests/delivery.ts';

const DUE = new Date('2026-11-21T08:00:00Z');
const FACTS: Facts = { blind: false, policy: 'repeat' };

function at(seconds: number): Date {
  return new Date(DUE.getTime() + seconds * 1000);
}

function part(overrides: Partial<DeliveryPart> = {}): DeliveryPart {
  return { key: 'k', text: 'text', blocks: [], ...overrides };
}

function delivery(...parts: DeliveryPart[]): Delivery {
  return {
    subscriptionId: 's1',
    localDate: '2026-11-21',
    dueAt: DUE,
    channelId: 'C1',
    state: parts.length === 0 ? 'open' : 'sending',
    parts,
    attempts: 1,
  };
}

const DOUBTED = delivery(part({ sendingSince: at(0) }), part());
const TWELVE_HOURS = 12 * 3600;

/** With looks that found nothing, so many seconds after it was due. */
function doubtedAfter(...seconds: number[]): Delivery {
  return delivery(part({ sendingSince: at(0), looks: { empty: seconds.map(at) } }), part());
}

describe('nextStep', () => {
  it.each([
    { state: 'nothing written yet', given: delivery(), step: { do: 'render' } },
    { state: 'nothing posted yet', given: delivery(part(), part()), step: { do: 'post', part: 0 } },
    {
      state: 'the message posted',
      given: delivery(part({ ts: '1.1' }), part()),
      step: { do: 'post', part: 1, again: false },
    },
    {
      state: 'everything posted',
      given: delivery(part({ ts: '1.1' }), part({ ts: '1.2' })),
      step: { do: 'finish', state: 'sent' },
    },
    { state: 'a post in doubt', given: DOUBTED, step: { do: 'look', part: 0 } },
    {
      state: 'a reply in doubt',
      given: delivery(part({ ts: '1.1' }), part({ sendingSince: at(0) })),
      step: { do: 'look', part: 1 },
    },
    {
      state: 'a second copy that may turn up',
      given: delivery(part({ ts: '1.1', twinSince: at(0) }), part()),
      step: { do: 'look', part: 0 },
    },
  ])('with $state is $step', ({ given, step }) => {
    expect(nextStep(given, at(1), FACTS)).toMatchObject(step);
  });

  it.each([
    { looks: [1], now: 1, step: { do: 'wait', until: at(15) } },
    { looks: [8], now: 16, step: { do: 'wait', until: at(18) } },
    { looks: [1], now: 15, step: { do: 'look', part: 0 } },
    { looks: [1, 14], now: 15, step: { do: 'look', part: 0 } },
    { looks: [1, 15], now: 15, step: { do: 'post', part: 0, again: 'looked' } },
    { looks: [14, 23], now: 23, step: { do: 'wait', until: at(24) } },
    { looks: [14, 24], now: 24, step: { do: 'post', part: 0, again: 'looked' } },
  ])('after empty looks at $looks s is $step at $now s', ({ looks, now, step }) => {
    expect(nextStep(doubtedAfter(...looks), at(now), FACTS)).toEqual(step);
  });

  it.each([
    { looks: [-1800], now: -1800, step: { do: 'wait', until: at(-1785) } },
    { looks: [-1800, -1785], now: -1785, step: { do: 'post', part: 0, again: 'looked' } },
    { looks: [5], now: -1800, step: { do: 'look', part: 0 } },
    { looks: [5, -1800], now: -1800, step: { do: 'wait', until: at(-1785) } },
  ])(
    'with a clock set back after the post, empty looks at $looks s make it $step at $now s',
    ({ looks, now, step }) => {
      expect(nextStep(doubtedAfter(...looks), at(now), FACTS)).toEqual(step);
    },
  );

  it.each([
    { what: 'the bot that lost the answer', arrivedAt: 25, until: 55 },
    { what: 'one that took over from a dead one', arrivedAt: 56, until: 71 },
  ])('gives a twin of a post of $what until $until s after it', ({ arrivedAt, until }) => {
    const posted = doubted(part({ sendingSince: at(0) }));
    const given = delivery(arrived(posted, '1.1', at(arrivedAt)));

    expect(nextStep(given, at(until - 1), FACTS)).toEqual({ do: 'wait', until: at(until) });
    expect(nextStep(given, at(until), FACTS)).toEqual({ do: 'look', part: 0 });
  });

  it('waits for a twin no longer by a clock that is set back', () => {
    const posted = doubted(part({ sendingSince: at(0) }));
    const given = delivery(arrived(posted, '1.1', at(25)));

    const until = at(-1745);
    expect(nextStep(given, at(-1800), FACTS)).toEqual({ do: 'shorten', part: 0, until });
  });

  it('counts a twin from the last post in doubt', () => {
    const second = { ...doubted(part({ sendingSince: at(0) })), sendingSince: at(25) };

    expect(arrived(doubted(second), '1.1', at(50))).toMatchObject({ twinUntil: at(80) });
    expect(arrived(second, '1.1', at(50))).toMatchObject({ twinSince: at(0), twinUntil: at(80) });
  });

  it('looks anew for what was posted anew, and for a twin', () => {
    const posted = doubted(part({ sendingSince: at(0), looks: { empty: [at(1), at(15)] } }));

    expect(posted.looks).toBeUndefined();
    expect(arrived({ ...posted, looks: { empty: [at(16)] } }, '1.1', at(20)).looks).toBeUndefined();
  });

  it('waits for no twin of a part that was posted once, nor where nobody may look', () => {
    const once = delivery(arrived(part(), '1.1', at(15)));
    const twice = delivery(arrived(part({ twinSince: at(0) }), '1.1', at(15)));

    expect(nextStep(once, at(16), FACTS)).toEqual({ do: 'finish', state: 'sent' });
    expect(nextStep(twice, at(16), { ...FACTS, blind: true })).toEqual({
      do: 'finish',
      state: 'sent',
    });
  });

  it.each([
    { policy: 'repeat', given: DOUBTED, step: { do: 'post', part: 0, again: 'blind' } },
    { policy: 'skip', given: DOUBTED, step: { do: 'finish', state: 'doubtful' } },
    {
      policy: 'skip',
      given: delivery(part({ ts: '1.1' }), part({ sendingSince: at(0) })),
      step: { do: 'finish', state: 'sent', reason: 'It is not known whether every reply arrived' },
    },
  ] as const)(
    'where nobody may look, the policy $policy makes it $step',
    ({ policy, given, step }) => {
      expect(nextStep(given, at(1), { ...FACTS, blind: true, policy })).toMatchObject(step);
    },
  );

  it.each([
    { what: 'unwritten', given: delivery(), state: 'missed' },
    { what: 'unposted', given: delivery(part()), state: 'missed' },
    { what: 'without a reply', given: delivery(part({ ts: '1.1' }), part()), state: 'sent' },
  ])('ends a digest that is $what 12 h after it was due as $state', ({ given, state }) => {
    expect(nextStep(given, at(TWELVE_HOURS), FACTS).do).not.toBe('finish');
    expect(nextStep(given, at(TWELVE_HOURS + 1), FACTS)).toMatchObject({ do: 'finish', state });
  });

  it('looks for an old post before it calls the digest missed', () => {
    const now = at(TWELVE_HOURS + 60);
    const looked = doubtedAfter(TWELVE_HOURS + 40, TWELVE_HOURS + 55);

    expect(nextStep(DOUBTED, now, FACTS)).toEqual({ do: 'look', part: 0 });
    expect(nextStep(looked, now, FACTS)).toMatchObject({ do: 'finish', state: 'missed' });
    expect(nextStep(DOUBTED, now, { ...FACTS, blind: true })).toMatchObject({ state: 'doubtful' });
  });
});
