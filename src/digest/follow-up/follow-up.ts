import { formatAddonRef } from '../../domain/addons/addon.ts';
import { composeDigest } from '../../domain/digests/compose-digest.ts';
import type { Delivery, DeliveryPart } from '../../domain/digests/delivery.ts';
import type { DeliveryStore } from '../../domain/digests/delivery-store.ts';
import type { DigestContent } from '../../domain/digests/digest.ts';
import type { UpdateMessage } from '../../domain/digests/posting.ts';
import type { DigestPart } from '../../domain/digests/request.ts';
import type { Snooze, SnoozeStore } from '../../domain/digests/snooze.ts';
import type { Subscription } from '../../domain/digests/subscription.ts';
import type { Log } from '../../domain/log.ts';
import type { Survey } from '../../domain/survey.ts';
import type { JudgedAddon } from '../../domain/verdicts/urgency.ts';
import { hashParts, keyReply } from '../delivery/parts.ts';
import { windowStart } from '../delivery/render-digest.ts';
import { type DigestMemo, parseMemo, toldOf } from '../memo.ts';
import { nextDue } from '../slots/due.ts';
import type { StopSubscription } from '../stop-subscription.ts';
import { type Breaks, decideFollowUp, type FollowUp, rememberFollowUp } from './decide.ts';
import { editMessage } from './edit-message.ts';

/** Writes what a follow-up says; how it looks is Slack's matter. */
export interface FollowUpTexts {
  digest: (content: DigestContent) => Promise<DigestPart>;
  /** @param content of the digest that the thread belongs to. */
  reply: (breaks: Breaks, postedAt: Date, content: Pick<DigestContent, 'language'>) => DigestPart;
  /** A message as it was, under a line that says since when and why nobody knows whether it still holds. */
  blind: (message: DigestPart, why: { since: Date; reason: string; readAt: Date }) => DigestPart;
}

/** What a digest is followed up with. */
export interface FollowUpDeps {
  store: Pick<DeliveryStore, 'claimSent' | 'amend' | 'release'>;
  snoozes: Pick<SnoozeStore, 'end'>;
  texts: FollowUpTexts;
  update: UpdateMessage;
  stopSubscription: StopSubscription;
  /** Waits for the turn to post. */
  pace: () => Promise<void>;
  now: () => Promise<Date>;
  log: Log;
  /** This process; another one after a restart. */
  owner: string;
  /** This installation; the same after a restart. */
  installation: string;
}

/** A digest that was sent and whose message is to stay true. */
export interface Followed {
  delivery: Delivery;
  subscription: Subscription;
  /** Those of the channel that were not ended. */
  snoozes: readonly Snooze[];
}

/** What is known of the account now. */
export interface Knowledge {
  survey: Survey;
  judged: readonly JudgedAddon[];
}

interface Plan {
  memo: DigestMemo;
  content: DigestContent;
  /** Absent when nothing is to be done. */
  followUp: FollowUp | undefined;
  postedAt: Date;
}

/**
 * Brings one digest up to date: its message is edited, and the replies about new breaks are handed to
 * the delivery, which posts each exactly once.
 *
 * May end at any point: what was not written down is decided anew, and the same edit made again.
 *
 * @throws {Error} whatever store or texts threw.
 */
export async function followUp(
  deps: FollowUpDeps,
  followed: Followed,
  known: Knowledge,
): Promise<void> {
  const { store, owner } = deps;
  const first = plan(followed, known, await deps.now());
  if (first === undefined) return;
  if (first.followUp === undefined) {
    await endSnoozes(deps, first.content, first.memo);
    return;
  }
  await deps.pace();
  const delivery = await store.claimSent(followed.delivery, owner);
  if (delivery === undefined) return;
  try {
    // Somebody else may have done it meanwhile.
    const now = await deps.now();
    const due = plan({ ...followed, delivery }, known, now);
    const amended = due && (await carryOut(deps, delivery, due, now));
    const isWritten = amended !== undefined && (await store.amend(delivery, owner, amended));
    if (isWritten && due) await endSnoozes(deps, due.content, amended.memo);
  } finally {
    // What was written down has no lease any more.
    await store.release(delivery, owner);
  }
}

/** Ends the snoozes that are over once the message shows them no more: until then that is to be told. */
async function endSnoozes(
  { snoozes }: FollowUpDeps,
  { overSnoozes }: DigestContent,
  { snoozed }: DigestMemo,
): Promise<void> {
  for (const snooze of overSnoozes) {
    if (!snoozed.includes(snooze.address)) await snoozes.end(snooze);
  }
}

/** Composes the digest again and compares. */
function plan(
  { delivery, subscription, snoozes }: Followed,
  { survey, judged }: Knowledge,
  now: Date,
): Plan | undefined {
  const memo = parseMemo(delivery.memo);
  const { windowTo: postedAt } = delivery;
  if (memo === undefined || memo.ended !== undefined || postedAt === undefined) return undefined;
  const content = composeDigest({
    survey,
    judged,
    subscription: { ...subscription, scope: memo.scope },
    localDate: memo.localDate,
    window: { from: windowStart(delivery.windowFrom, postedAt), to: now },
    dueAt: delivery.dueAt,
    nextAt: nextDue(subscription, now)?.at,
    previous: memo.previous,
    told: toldOf(memo, postedAt),
    snoozes,
    missedDigests: memo.missedDigests,
  });
  return { memo, content, followUp: decideFollowUp(memo, content, now), postedAt };
}

/** Edits the message; answers what is to be written down, or nothing when all of it is left for later. */
async function carryOut(deps: FollowUpDeps, delivery: Delivery, planned: Plan, now: Date) {
  const { memo, content, followUp: due, postedAt } = planned;
  if (due === undefined) return undefined;
  // Replies that were given up are not to be tried once more with the new ones.
  const [main, ...posted] = delivery.parts.filter(({ ts }) => ts !== undefined);
  if (main === undefined) return undefined;
  const written = due.edit && (await rewrite(deps, main, planned, due.edit, now));
  const edit = written && (await editMessage(deps.update, delivery, main, written));
  const { subscriptionId: subscription, localDate: date } = delivery;
  if (edit !== undefined && edit.edited !== 'yes') {
    const { reason } = edit;
    deps.log.warn('digest_not_edited', { subscription, date, reason });
    const isOver =
      edit.edited === 'gone'
        ? await deps.stopSubscription(subscription, reason)
        : edit.edited === 'never';
    if (isOver) return amend([main, ...posted], { ...memo, ended: reason });
    if (edit.edited === 'gone' || due.replies.length === 0) return undefined;
  }
  const edited = edit?.edited === 'yes';
  const replies = due.replies.map((breaks) =>
    keyReply(deps.texts.reply(breaks, postedAt, content), delivery, deps.installation, {
      addresses: breaks.map(({ addon }) => formatAddonRef(addon)),
      at: now,
    }),
  );
  deps.log.info('digest_followed_up', { subscription, date, edited, replies: replies.length });
  return amend(
    [edit?.edited === 'yes' ? edit.message : main, ...posted, ...replies],
    rememberFollowUp(memo, content, due, { now, edited }),
  );
}

function amend(parts: readonly DeliveryPart[], memo: DigestMemo) {
  return { parts, contentHash: hashParts(parts), memo };
}

/** What the message is to say: all anew, or what it said under a line that nobody knows. */
async function rewrite(
  { texts }: FollowUpDeps,
  main: DeliveryPart,
  { memo, content }: Plan,
  edit: NonNullable<FollowUp['edit']>,
  now: Date,
): Promise<DigestPart> {
  if (edit === 'content') return await texts.digest(content);
  const why = { since: now, reason: reasonOf(content), readAt: new Date(memo.readAt) };
  return texts.blind(main, why);
}

function reasonOf({ blind }: DigestContent): string {
  const spot = blind.find((each) => 'reason' in each);
  return spot === undefined ? 'its rows could not be read' : spot.reason;
}
