import { formatAddonRef } from '../addons/addon.ts';
import type { Survey } from '../survey.ts';
import type { JudgedAddon } from '../verdicts/urgency.ts';
import { addressOf, isAlarming } from '../verdicts/urgency.ts';
import type { VerdictWord } from '../verdicts/verdict.ts';
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

/** An alarm that was told, of an addon that cannot be read now. */
export interface LostSight {
  /** `project/addon`. */
  address: string;
  /** What was last said of it. */
  word: VerdictWord;
}

/**
 * Told alarms that may go on unseen, in the order in which they were told: nobody should take them for over.
 *
 * @param judged the addons of the scope.
 */
export function findLostSight(
  { alarmed, bad }: Told,
  judged: readonly JudgedAddon[],
  { unreadProjects, failure }: Pick<Survey, 'unreadProjects' | 'failure'>,
): LostSight[] {
  const known = new Map(judged.map((addon) => [addressOf(addon), addon.verdict.word]));
  const isHidden = (address: string) =>
    failure !== undefined ||
    unreadProjects.some(({ project }) => address.startsWith(`${project.id}/`));
  return alarmed.flatMap((address) => {
    const word = bad[address]?.word;
    const now = known.get(address);
    const isLost = now === undefined ? isHidden(address) : now === 'unknown';
    return isLost && word !== undefined ? [{ address, word }] : [];
  });
}
