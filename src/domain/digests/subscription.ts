import type { Scope } from '../addons/scope.ts';
import type { Language } from '../language.ts';
import type { VerdictWord } from '../verdicts/verdict.ts';

/** What a {@link Subscription.time} looks like. */
export const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;

/** A channel's wish to be told each day. */
export interface Subscription {
  id: string;
  channelId: string;
  scope: Scope;
  /** 0 = Monday … 6 = Sunday; never empty. */
  days: readonly number[];
  /** Local time `HH:MM`. */
  time: string;
  /** IANA zone of {@link time}. */
  timeZone: string;
  /** Whether healthy addons are listed too. */
  detail: 'all' | 'problems';
  /** How often a digest with nothing wrong is posted. */
  allClear: 'daily' | 'weekly' | 'off';
  /** In which the digest writes its dates; absent for English. */
  language?: Language | undefined;
  /** Whom to mention, and from which verdict on; absent for nobody. */
  mention?: { id: string; kind: 'user' | 'usergroup'; from: VerdictWord } | undefined;
  /** Nothing is posted before this moment. */
  pausedUntil?: Date | undefined;
  /** Why the bot itself stopped posting, in words for a person; absent while all is well. */
  stoppedReason?: string | undefined;
  enabled: boolean;
  /** User id of the person who set it up; absent when the environment did. */
  ownerId?: string | undefined;
  createdAt: Date;
  updatedAt: Date;
  /** Counts changes, so that nobody overwrites what somebody else just saved; absent before the first. */
  version?: number | undefined;
}
