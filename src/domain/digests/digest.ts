import type { AddonRef } from '../addons/addon.ts';
import type { DirectoryEntry } from '../addons/directory.ts';
import type { Language } from '../language.ts';
import type { BlindSpot } from '../verdicts/blind-spots.ts';
import type { Cause } from '../verdicts/cause.ts';
import type { VerdictWord } from '../verdicts/verdict.ts';
import type { Change } from './change.ts';
import type { LostSight } from './lost-sight.ts';
import type { Mention } from './mention.ts';
import type { NewBreak } from './new-breaks.ts';
import type { Recovery } from './recoveries.ts';
import type { DigestRow } from './row.ts';
import type { Snooze, SnoozedAddon } from './snooze.ts';
import type { DigestSummary } from './summary.ts';

/**
 * The digest in one word. `act`: somebody must act now. `blind`: something could not be read.
 * `watch`: something is late, odd or will need somebody, or failed and recovered, or is snoozed, or
 * an alarm was told of what is not listed any more.
 * `clear`: everything was read and nothing failed. `empty`: the scope covers no addon.
 */
export type DigestTone = 'act' | 'blind' | 'watch' | 'clear' | 'empty';

/** How many addons are counted under one word; one that is snoozed is under no other. */
export interface DigestCount {
  word: VerdictWord | 'snoozed';
  count: number;
}

/** What a digest says, in the order in which it says it; how it looks is for Slack's room. */
export interface DigestContent {
  tone: DigestTone;
  /** `YYYY-MM-DD` in the subscription's zone. */
  localDate: string;
  timeZone: string;
  /** Of its dates; absent for English. */
  language?: Language | undefined;
  /** Addons of the scope that are known of; more may exist where {@link blind} says so. */
  total: number;
  /** Of {@link total}, those whose backups were read. */
  read: number;
  /** Adds up to {@link total}; worst first, what is snoozed before what is well; no zeros. */
  counts: readonly DigestCount[];
  /** Every addon of {@link total}. */
  coverage: readonly AddonRef[];
  /** Empty exactly when an all-clear would be honest. */
  blind: readonly BlindSpot[];
  /** What most of the bad addons have in common; snoozed ones aside. */
  cause?: Cause | undefined;
  /** What is bad now and not snoozed, worst first; at most eight. */
  rows: readonly DigestRow[];
  /** Bad addons beyond the rows. */
  moreRows: readonly { word: VerdictWord; count: number }[];
  /** What will need somebody: the last copy that expires first, then what nothing protects. */
  watch: readonly DigestRow[];
  /** What is bad and calls nobody for a while, worst first. */
  snoozed: readonly SnoozedAddon[];
  /** Snoozes that are to be ended once this is told. */
  overSnoozes: readonly Snooze[];
  /** What failed in the window, or was called bad before, and is well now; latest first. */
  recovered: readonly Recovery[];
  /** What somebody must act on and was not told of yet, worst first; empty in a digest's first form. */
  newBreaks: readonly NewBreak[];
  /** Alarms that it told, or in its first form the digest before, and that cannot be seen now. */
  lost: readonly LostSight[];
  /** Well addons for which nothing is scheduled, so that the next copy depends on a person. */
  unscheduled: readonly DirectoryEntry[];
  /** Well addons by project, when the subscription wants to see them; otherwise empty. */
  healthy: readonly DigestRow[];
  /** Absent in a first digest. */
  change?: Change | undefined;
  /** Age of the oldest last good copy among the well addons, in milliseconds. */
  oldestGoodMs?: number | undefined;
  window: { from: Date; to: Date };
  /** When the survey began: what was seen came after, or was so by then. */
  readFrom: Date;
  /** When the survey ended. */
  readAt: Date;
  /** Of a digest that is edited, when its first form was composed; absent in that form. */
  postedAt?: Date | undefined;
  dueAt: Date;
  /** When the next digest is due; absent for a single one. */
  nextAt?: Date | undefined;
  /** Digests before this one that were never sent. */
  missedDigests: number;
  /** Whom to mention; absent when nothing reaches the subscription's threshold. */
  mention?: Mention | undefined;
  /** To be kept for the next digest. */
  summary: DigestSummary;
}

/** Whether of all that a digest covers nothing could be read. */
export function sawNothing({ read, blind }: Pick<DigestContent, 'read' | 'blind'>): boolean {
  return read === 0 && blind.length > 0;
}
