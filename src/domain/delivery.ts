/**
 * Where one digest stands.
 *
 * `open`: due, nothing rendered. `frozen`: text stored, nothing posted. `sending`: a post may be under
 * way or its answer lost. `sent`: every part is in the channel. `refused`: Slack will not take it.
 * `missed`: too old when the bot came back. `quiet`: nothing to say, by the subscription's own wish.
 */
export type DeliveryState = 'open' | 'frozen' | 'sending' | 'sent' | 'refused' | 'missed' | 'quiet';

/** One message of a digest; part 0 is the message, later parts are replies in its thread. */
export interface DeliveryPart {
  /** Travels as message metadata, so that a lost answer can be looked up; holds no name and no secret. */
  key: string;
  text: string;
  blocks: readonly object[];
  /** Slack's message id, once known. */
  ts?: string | undefined;
  /** Since when a post of this part may be under way. */
  sendingSince?: Date | undefined;
}

/** One digest for one subscription and one local date: there is never a second row for the pair. */
export interface Delivery {
  subscriptionId: string;
  /** `YYYY-MM-DD` in the subscription's zone. */
  localDate: string;
  dueAt: Date;
  channelId: string;
  state: DeliveryState;
  /** What the digest covers: from the end of the last sent one to when this one was rendered. */
  windowFrom?: Date | undefined;
  windowTo?: Date | undefined;
  parts: readonly DeliveryPart[];
  attempts: number;
  /** Why it stands where it stands, for the log and the settings form. */
  reason?: string | undefined;
}
