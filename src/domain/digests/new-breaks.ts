import { formatAddonRef } from '../addons/addon.ts';
import { isAlarming } from '../verdicts/urgency.ts';
import { type Mention, mentionFor } from './mention.ts';
import type { DigestRow, Told } from './row.ts';
import type { Subscription } from './subscription.ts';

/** An addon that broke after its digest was posted. */
export interface NewBreak extends DigestRow {
  /** Absent when it does not reach the subscription's threshold. */
  mention?: Mention | undefined;
}

/**
 * Addons that somebody must act on and was not told of, in the order given.
 *
 * Late and odd ones are left out: they may turn out well, and then nobody should have been called. One
 * that was told and snoozed since is new again once it got worse.
 *
 * @param rows what is bad and not snoozed.
 */
export function findNewBreaks(
  rows: readonly DigestRow[],
  { alarmed, snoozed }: Told,
  mention: Subscription['mention'],
): NewBreak[] {
  const known = new Set(alarmed);
  return rows
    .filter(({ addon, verdict, broken }) => {
      const address = formatAddonRef(addon);
      const isWorse = broken !== undefined && snoozed.includes(address);
      return isAlarming(verdict.word) && (isWorse || !known.has(address));
    })
    .map((row) => ({ ...row, mention: mentionFor([row.verdict.word], mention) }));
}
