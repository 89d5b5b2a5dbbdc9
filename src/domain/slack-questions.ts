import type { ServerTime } from './server-time.ts';

/** What came of asking Slack. */
export type SlackAnswer<T> =
  | { kind: 'answer'; value: T }
  /** Slack said no; `code` is its own word, such as `missing_scope`. */
  | { kind: 'refused'; code: string }
  /** Nobody took the connection; `reason` is a clause without a full stop. */
  | { kind: 'unreachable'; reason: string }
  /** It was reached, but gave no answer that tells anything: trouble of its own, or too many questions. */
  | { kind: 'silent'; reason: string };

/** Whom a bot token belongs to. */
export interface SlackSelf {
  workspace: string;
  botName: string;
  /** Granted scopes; absent when Slack did not say. */
  scopes?: readonly string[] | undefined;
}

/** What a channel tells of itself and of us. */
export interface ChannelFacts {
  name: string | undefined;
  isMember: boolean;
  isArchived: boolean;
}

/** What a user tells of itself. */
export interface UserFacts {
  isDeactivated: boolean;
  isBot: boolean;
}

/** Questions that change nothing in Slack; none throws. */
export interface SlackQuestions {
  whoAmI: () => Promise<SlackAnswer<SlackSelf>>;
  /** Whether Socket Mode would let us in; nothing is connected. */
  canConnect: (appToken: string) => Promise<SlackAnswer<undefined>>;
  channel: (channelId: string) => Promise<SlackAnswer<ChannelFacts>>;
  user: (userId: string) => Promise<SlackAnswer<UserFacts>>;
  /** Every usergroup of the workspace by id, and whether it is in use. */
  usergroups: () => Promise<SlackAnswer<ReadonlyMap<string, { isEnabled: boolean }>>>;
  /** Absent before the first answer. */
  serverTime: () => ServerTime | undefined;
}
