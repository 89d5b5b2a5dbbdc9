import type { LookPlace } from './posting.ts';

/**
 * Where one digest stands.
 *
 * `open`: due, nothing rendered. `frozen`: text stored, nothing posted. `sending`: a post may be under
 * way or its answer lost. `sent`: the message is in the channel; where a reply could not be, the reason
 * says so. `refused`: Slack will not take it. `missed`: too old when the bot came back. `quiet`: nothing
 * to say, by the subscription's own wish. `doubtful`: the answer was lost, nobody may look, and it was
 * not to be repeated; or what is stored of it is damaged.
 */
export type DeliveryState =
  | 'open'
  | 'frozen'
  | 'sending'
  | 'sent'
  | 'refused'
  | 'missed'
  | 'quiet'
  | 'doubtful';

/** What came so far of looking for a message that is in doubt. */
export interface Looks {
  /** When those were begun that came to their end and found nothing, oldest first. */
  empty: readonly Date[];
  /** The one that did not come to its end yet. */
  begun?: BegunLook | undefined;
}

/** A look that is to be gone on with. */
export interface BegunLook {
  at: Date;
  /** Between these moments of Slack's clock. */
  since: Date;
  until: Date;
  reached: LookPlace;
}

/** One message of a digest; part 0 is the message, later parts are replies in its thread. */
export interface DeliveryPart {
  /** Travels as message metadata, so that a lost answer can be looked up; holds no name and no secret. */
  key: string;
  text: string;
  blocks: readonly object[];
  /** The same for workspaces that refuse some of {@link blocks}; absent when there is no such form. */
  plainBlocks?: readonly object[] | undefined;
  /** When it was to be posted; absent where that was with the digest itself. */
  dueAt?: Date | undefined;
  /** Slack's message id, once known. */
  ts?: string | undefined;
  /** Since when a post of this part may be under way. */
  sendingSince?: Date | undefined;
  /** Since when a second copy may turn up, because it was posted again after a lost answer. */
  twinSince?: Date | undefined;
  /** Until when one that Slack took is given time to show; absent where that is over. */
  twinUntil?: Date | undefined;
  /** Looks for the last post that is in doubt, or for its twin; absent before the first. */
  looks?: Looks | undefined;
}

/** One digest for one subscription and one local date: there is never a second row for the pair. */
export interface Delivery {
  subscriptionId: string;
  /** `YYYY-MM-DD` in the subscription's zone; for one that {@link isAskedFor}, the moment in ISO form. */
  localDate: string;
  dueAt: Date;
  channelId: string;
  state: DeliveryState;
  /** What the digest covers: from the end of the last sent one to when this one was rendered. */
  windowFrom?: Date | undefined;
  windowTo?: Date | undefined;
  parts: readonly DeliveryPart[];
  /** SHA-256 of the frozen parts. */
  contentHash?: string | undefined;
  /** What the composer wants to find again, such as the counts of this digest: JSON, kept as given. */
  memo?: unknown;
  /** Tries since the last step that succeeded: the writing, or a post that arrived. */
  attempts: number;
  /** Why it stands where it stands, for the log and the settings form. */
  reason?: string | undefined;
  /** Nothing is tried before this moment. */
  retryAt?: Date | undefined;
  /** When the wait until {@link retryAt} began; absent where that is not known. */
  retrySince?: Date | undefined;
  /** Until when somebody has taken it over; absent or past when nobody has. */
  leaseUntil?: Date | undefined;
}

/** Whether a person asked for it, whatever the channel's hours: a moment has a T, a date has none. */
export function isAskedFor({ localDate }: Pick<Delivery, 'localDate'>): boolean {
  return localDate.includes('T');
}

/** A digest older than this is no news any more; the next one tells that it was missed. */
export const MAX_LATE_MS = 12 * 3_600_000;

/** Whether one of its messages is too late to be posted. */
export function isTooLate({ parts, dueAt }: Delivery, part: number, now: Date): boolean {
  return now.getTime() - (parts[part]?.dueAt ?? dueAt).getTime() > MAX_LATE_MS;
}

/** Later than this is late enough to be told. */
const LATE_MS = 5 * 60_000;

/** Whether a digest that comes at a moment has to say when it was due. */
export function isLate(dueAt: Date, at: Date): boolean {
  return at.getTime() - dueAt.getTime() > LATE_MS;
}
