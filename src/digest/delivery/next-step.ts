import { type Delivery, type DeliveryPart, isTooLate } from '../../domain/digests/delivery.ts';
import type { FinalState } from '../../domain/digests/delivery-store.ts';

/** Slack's history lags: "not there" counts only after two looks, this far apart … */
const BETWEEN_LOOKS_MS = 10_000;
/** … of which the last is this long after the post. */
const LAST_LOOK_MS = 15_000;
/** So long after a post whose answer was lost, Slack has taken it or never will, and shows it. */
const TWIN_MS = 55_000;

/** What one run of work on a delivery goes by beside what is written down: what it found out, and a setting. */
export interface Facts {
  /** When this run posted something; absent when it has not. */
  postedAt?: Date | undefined;
  /** The channel's history may not be read. */
  blind: boolean;
  /** `DIGEST_IN_DOUBT`: what to do about a lost answer where nobody may look. */
  policy: 'repeat' | 'skip';
}

/** What is to be done next. `again` says that a copy of the part may be in the channel already. */
export type Step =
  | { do: 'render' }
  | { do: 'post'; part: number; again: false | 'looked' | 'blind' }
  | { do: 'look'; part: number }
  | { do: 'wait'; until: Date }
  /** Waits for a twin until an earlier moment than is written down. */
  | { do: 'shorten'; part: number; until: Date }
  | Finish;

interface Finish {
  do: 'finish';
  state: FinalState;
  reason?: string;
}

/** Decides what to do with an unfinished delivery. */
export function nextStep(delivery: Delivery, now: Date, facts: Facts): Step {
  const index = delivery.parts.findIndex((part) => !isSettled(part, facts));
  const part = delivery.parts[index];
  const tooLate = isTooLate(delivery, index, now);
  if (delivery.state === 'open') return tooLate ? giveUp(0) : { do: 'render' };

  if (part === undefined) return { do: 'finish', state: 'sent' };
  if (part.ts !== undefined) return lookForTwins(index, part, now);
  if (part.sendingSince !== undefined) {
    return resolveDoubt(index, part, part.sendingSince, tooLate, now, facts);
  }
  return tooLate ? giveUp(index) : { do: 'post', part: index, again: false };
}

function isSettled(part: DeliveryPart, { blind }: Facts): boolean {
  return part.ts !== undefined && (part.twinSince === undefined || blind);
}

function lookForTwins(part: number, { twinUntil: until }: DeliveryPart, now: Date): Step {
  if (until === undefined || now >= until) return { do: 'look', part };
  // Further ahead than any twin is waited for: the clock was set back.
  const latest = after(now, TWIN_MS);
  return until > latest ? { do: 'shorten', part, until: latest } : { do: 'wait', until };
}

/** A part that is posted once more: what was posted before may turn up as well. */
export function doubted(part: DeliveryPart): DeliveryPart {
  const { twinSince = part.sendingSince } = part;
  const twinUntil = endOfDoubt(part);
  return { ...part, twinSince, twinUntil, sendingSince: undefined, looks: undefined };
}

/**
 * A part of which one copy is in the channel; another is waited for where an earlier post is in doubt.
 *
 * Counted from that post: replies wait for it, and after a bot that died most of the time has gone by.
 */
export function arrived(part: DeliveryPart, ts: string, now: Date): DeliveryPart {
  const there = { ...part, ts, looks: undefined };
  if (part.twinSince === undefined) return { ...there, twinUntil: undefined };
  const soonest = after(now, LAST_LOOK_MS);
  const until = endOfDoubt(part) ?? part.twinUntil ?? soonest;
  return { ...there, twinUntil: until > soonest ? until : soonest };
}

/** Until when the post that is in doubt may show; absent where none is. */
function endOfDoubt({ sendingSince }: DeliveryPart): Date | undefined {
  return sendingSince && after(sendingSince, TWIN_MS);
}

function resolveDoubt(
  part: number,
  { looks }: DeliveryPart,
  since: Date,
  tooLate: boolean,
  now: Date,
  facts: Facts,
): Step {
  if (facts.blind) {
    if (facts.policy === 'repeat' && !tooLate) return { do: 'post', part, again: 'blind' };
    return leaveInDoubt(part, undefined);
  }
  // What lies ahead of the clock was noted before it was set back: such a look tells nothing of how long ago it was.
  const empty = (looks?.empty ?? []).filter((at) => at <= now);
  const [first] = empty;
  const last = empty.at(-1);
  if (first === undefined || last === undefined) return { do: 'look', part };
  const posted = since < first ? since : first;
  const until = new Date(
    Math.max(after(first, BETWEEN_LOOKS_MS).getTime(), after(posted, LAST_LOOK_MS).getTime()),
  );
  if (last >= until) return tooLate ? giveUp(part) : { do: 'post', part, again: 'looked' };
  return now < until ? { do: 'wait', until } : { do: 'look', part };
}

/** Ends a delivery one of whose messages may be in the channel, and nobody can say. */
export function leaveInDoubt(part: number, ts: string | undefined): Finish {
  if (ts !== undefined) {
    const reason = 'It is not known whether a message is in the channel twice';
    return { do: 'finish', state: 'sent', reason };
  }
  return part === 0
    ? { do: 'finish', state: 'doubtful', reason: 'It is not known whether Slack took the message' }
    : { do: 'finish', state: 'sent', reason: 'It is not known whether every reply arrived' };
}

function giveUp(part: number): Finish {
  return part === 0
    ? { do: 'finish', state: 'missed', reason: 'It could not be sent within 12 h' }
    : { do: 'finish', state: 'sent', reason: 'Its last replies could not be sent within 12 h' };
}

function after(moment: Date, milliseconds: number): Date {
  return new Date(moment.getTime() + milliseconds);
}
