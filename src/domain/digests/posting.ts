/** One message to be posted, exactly once as far as that can be had. */
export interface PostRequest {
  channelId: string;
  /** Slack's id of the message that this one answers; absent for the message itself. */
  threadTs?: string | undefined;
  /** Full sentence for notifications and screen readers; mrkdwn. */
  text: string;
  /** May be empty: then the text stands alone. */
  blocks: readonly object[];
  /** Goes along as metadata, by which the message is found again. */
  key: string;
  /** Which of how many, counted from 0. */
  part: number;
  parts: number;
}

/**
 * What came back from one try to post, without any retry in between.
 *
 * `ok`: Slack took it. `refused`: Slack answered `ok: false` with this code. `rate-limited`: 429.
 * `not-sent`: no byte of the request left us, since nobody was there to take it. `no-answer`: it may have
 * arrived, but a whole answer did not: time-out, reset, another status, not JSON.
 */
export type PostAnswer =
  | { kind: 'ok'; ts: string | undefined }
  | { kind: 'refused'; code: string }
  | { kind: 'rate-limited'; retryAfterMs?: number | undefined }
  | { kind: 'not-sent'; reason: string }
  | { kind: 'no-answer'; reason: string };

/** Posts once, within 15 s. Never throws for anything that happens on the way to Slack. */
export type Post = (request: PostRequest) => Promise<PostAnswer>;

/** Where to look for our own messages. */
export interface LookRequest {
  channelId: string;
  /** Look among the replies to this message; absent for the channel itself. */
  threadTs?: string | undefined;
  /** Older messages cannot be meant; by Slack's clock, as far as that is known. */
  since: Date;
  /** Nor can newer ones; by the same clock. */
  until: Date;
  key: string;
  /** Where an earlier look for the same, with the same bounds, got to; absent: nowhere. */
  reached?: LookPlace | undefined;
}

/** How far a look got that did not come to its end. */
export interface LookPlace {
  /** Slack's word for the next page. */
  cursor: string;
  /** What was found before that page. */
  ts: readonly string[];
}

/**
 * What a look found.
 *
 * `read`: everything in that time was read, and these of our own messages carry the key, in any order.
 * `forbidden`: we may not read this channel's history, now or later. `gone`: the thread no longer
 * exists. `unavailable`: no more now; another look goes on from the place that was reached, or else
 * from the beginning.
 */
export type LookAnswer =
  | { kind: 'read'; ts: readonly string[] }
  | { kind: 'forbidden' }
  | { kind: 'gone' }
  | { kind: 'unavailable'; retryAfterMs?: number | undefined; reached?: LookPlace | undefined };

/** Looks once, with metadata included. Never throws for anything that happens on the way to Slack. */
export type Look = (request: LookRequest) => Promise<LookAnswer>;

/** Deletes one of our own messages. Answers whether it is gone now. */
export type RemoveMessage = (channelId: string, ts: string) => Promise<boolean>;

/**
 * Puts new content in the place of one of our messages, once, within 15 s; it may be repeated safely.
 * Never throws for anything that happens on the way to Slack.
 */
export type UpdateMessage = (request: PostRequest & { ts: string }) => Promise<PostAnswer>;
