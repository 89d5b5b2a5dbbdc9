import * as fc from 'fast-check';
import type { Snooze } from '../../src/domain/digests/snooze.ts';
import { addressOf, type JudgedAddon } from '../../src/domain/verdicts/urgency.ts';
import { VERDICT_WORDS, type VerdictWord } from '../../src/domain/verdicts/verdict.ts';
import { hoursAgo, NOW } from './backups.ts';
import { hostileText } from './hostile-text.ts';
import { anyJudged } from './judged.ts';

/** That somebody snoozed an addon two hours ago, until tomorrow. */
export function snoozeOf(
  address: string,
  word: VerdictWord = 'failed',
  fields: Partial<Snooze> = {},
): Snooze {
  return {
    subscriptionId: 's1',
    address,
    word,
    at: hoursAgo(2),
    until: hoursAgo(-24),
    userId: 'U1',
    userName: 'Ola',
    ...fields,
  };
}

/** Addons of which many are snoozed, for what they are or for something else, still or no more. */
export function anySnoozed(
  maxLength: number,
): fc.Arbitrary<{ addons: JudgedAddon[]; snoozes: Snooze[] }> {
  return anyJudged(maxLength).chain((addons) =>
    fc.array(anyWish, { minLength: addons.length, maxLength: addons.length }).map((wishes) => ({
      addons,
      snoozes: addons.flatMap((addon, n) => toSnooze(addon, wishes[n])),
    })),
  );
}

const anyWish = fc.record({
  kind: fc.constantFrom('none', 'same', 'same', 'other'),
  word: fc.constantFrom(...VERDICT_WORDS),
  hours: fc.integer({ min: -2, max: 200 }),
  userName: hostileText,
});
type Wish = typeof anyWish extends fc.Arbitrary<infer T> ? T : never;

function toSnooze(addon: JudgedAddon, wish: Wish | undefined): Snooze[] {
  if (wish === undefined || wish.kind === 'none') return [];
  const word = wish.kind === 'same' ? addon.verdict.word : wish.word;
  const until = new Date(NOW.getTime() + wish.hours * 3_600_000);
  return [snoozeOf(addressOf(addon), word, { until, userName: wish.userName })];
}
