import { formatAddonRef } from '../../domain/addons/addon.ts';
import { isRecent } from '../../domain/clock.ts';
import { type DigestContent, sawNothing } from '../../domain/digests/digest.ts';
import type { NewBreak } from '../../domain/digests/new-breaks.ts';
import { concernOf } from '../../domain/verdicts/urgency.ts';
import { type DigestMemo, rememberBad, snoozedIn } from '../memo.ts';
import { shownOf } from '../shown.ts';

/** A message is edited at most this often: whoever reads it must be able to finish. */
const BETWEEN_EDITS_MS = 5 * 60_000;

/** Replies of one digest within an hour; breaks beyond them share one. */
const MAX_REPLIES = 5;
const HOUR_MS = 3_600_000;

/** Stands for a message that says that nothing could be read. */
const BLIND = 'blind';

/** Breaks that one reply tells of. */
export type Breaks = readonly [NewBreak, ...NewBreak[]];

/** What is to be done about a digest that was posted. */
export interface FollowUp {
  /** `content`: the message is written anew. `blind`: it stays, under a line that says nobody knows. */
  edit?: 'content' | 'blind' | undefined;
  /** What is told in the thread, worst first. */
  replies: readonly Breaks[];
}

/**
 * Compares what a digest says with what is known now.
 *
 * @param content the digest composed again, with what was told.
 * @returns nothing when it is still true, or was edited too short a time ago.
 */
export function decideFollowUp(
  memo: DigestMemo,
  content: DigestContent,
  now: Date,
): FollowUp | undefined {
  if (isRecent(new Date(memo.editedAt ?? 0), BETWEEN_EDITS_MS, now)) return undefined;
  const shown = shownOf(content);
  // What it said is worth more than nothing; where that is nothing too, the newer is truer.
  if (sawNothing(content) && !memo.sawNothing) {
    const isSaid = memo.shown === shown || memo.shown === BLIND;
    return isSaid ? undefined : { edit: 'blind', replies: [] };
  }
  const replies = groupBreaks(content.newBreaks, recent(memo, now).length);
  const edit = memo.shown === shown ? undefined : 'content';
  return edit === undefined && replies.length === 0 ? undefined : { edit, replies };
}

/** What a digest remembers once a follow-up is done. */
export function rememberFollowUp(
  memo: DigestMemo,
  content: DigestContent,
  { edit, replies }: FollowUp,
  { now, edited }: { now: Date; edited: boolean },
): DigestMemo {
  const at = now.getTime();
  const after = edited ? { ...memo, editedAt: at } : memo;
  if (edit === 'blind') return { ...after, shown: BLIND };
  const said = {
    words: content.summary.words,
    snoozed: snoozedIn(content),
    shown: shownOf(content),
    sawNothing: sawNothing(content),
    readAt: content.readAt.getTime(),
  };
  return {
    ...after,
    ...(edited ? said : {}),
    bad: rememberBad(content, memo),
    alarmed: stillAlarmed(memo, content, replies),
    repliedAt: [...recent(memo, now), ...replies.map(() => at)],
  };
}

/** As many replies as there is room for; none is lost, since what is not told now is told later. */
function groupBreaks(breaks: readonly NewBreak[], repliesBefore: number): Breaks[] {
  const room = MAX_REPLIES - repliesBefore;
  if (room <= 0) return [];
  const own = breaks.slice(0, room - 1);
  const [first, ...others] = breaks.slice(own.length);
  const single = own.map((each): Breaks => [each]);
  return first === undefined ? single : [...single, [first, ...others]];
}

function recent({ repliedAt }: DigestMemo, now: Date): number[] {
  return repliedAt.filter((at) => at > now.getTime() - HOUR_MS);
}

/**
 * An alarm ends when its addon is seen well; one that cannot be seen may still be in trouble. What
 * broke anew and found no room for a reply is still to be told.
 */
function stillAlarmed(
  { alarmed }: DigestMemo,
  { coverage, summary, newBreaks }: DigestContent,
  replies: readonly Breaks[],
): string[] {
  const covered = new Set(coverage.map(formatAddonRef));
  const isOver = (address: string) => {
    const concern = concernOf(summary.words[address] ?? 'fresh');
    return covered.has(address) && concern !== 'bad' && concern !== 'unknown';
  };
  const untold = new Set(newBreaks.map(addressOf));
  const still = alarmed.filter((address) => !isOver(address) && !untold.has(address));
  return [...new Set([...still, ...replies.flat().map(addressOf)])];
}

function addressOf({ addon }: NewBreak): string {
  return formatAddonRef(addon);
}
