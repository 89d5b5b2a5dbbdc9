import type { AddonRef } from '../addons/addon.ts';
import type { DirectoryEntry } from '../addons/directory.ts';
import { coversAddon } from '../addons/scope.ts';
import type { Language } from '../language.ts';
import type { Survey } from '../survey.ts';
import type { BlindSpot } from '../verdicts/blind-spots.ts';
import { findBlindSpots } from '../verdicts/blind-spots.ts';
import type { Cause } from '../verdicts/cause.ts';
import { findCause } from '../verdicts/cause.ts';
import type { JudgedAddon } from '../verdicts/urgency.ts';
import {
  addressOf,
  compareUrgency,
  concernOf,
  countWords,
  isAlarming,
} from '../verdicts/urgency.ts';
import type { VerdictWord } from '../verdicts/verdict.ts';
import type { Change, DigestSummary } from './change.ts';
import { compareWithLast, summarize, wasBad } from './change.ts';
import type { LostSight, Mention, NewBreak } from './new-breaks.ts';
import { findLostSight, findNewBreaks, mentionFor } from './new-breaks.ts';
import type { Recovery } from './recoveries.ts';
import { findRecoveries } from './recoveries.ts';
import type { DigestRow, Told } from './row.ts';
import { toRow } from './row.ts';
import { type Snooze, type SnoozedAddon, settleSnoozes } from './snooze.ts';
import type { Subscription } from './subscription.ts';

/**
 * The digest in one word. `act`: somebody must act now. `blind`: something could not be read.
 * `watch`: something is late, odd or will need somebody, or failed and recovered, or is snoozed.
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
  /** What is bad now and not snoozed, worst first; at most {@link MAX_ROWS}. */
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
  /** Alarms that it told and that cannot be seen now; empty in a digest's first form. */
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

/** Everything that a digest is made of. */
export interface DigestInput {
  survey: Survey;
  /** Every addon of the survey, in any order. */
  judged: readonly JudgedAddon[];
  subscription: Pick<Subscription, 'scope' | 'detail' | 'mention' | 'timeZone' | 'language'>;
  /** `YYYY-MM-DD` in the subscription's zone. */
  localDate: string;
  /** From the end of the last sent digest's window. */
  window: { from: Date; to: Date };
  dueAt: Date;
  nextAt?: Date | undefined;
  /** Of the last sent digest. */
  previous?: DigestSummary | undefined;
  /** What this very digest has told, when it is composed again for an edit. */
  told?: Told | undefined;
  /** Of this channel; none when absent. */
  snoozes?: readonly Snooze[] | undefined;
  missedDigests?: number | undefined;
}

/** Rows beyond this are counted: nobody reads a ninth on a phone. */
export const MAX_ROWS = 8;

/** Whether of all that a digest covers nothing could be read. */
export function sawNothing({ read, blind }: Pick<DigestContent, 'read' | 'blind'>): boolean {
  return read === 0 && blind.length > 0;
}

/** Decides what one digest says. */
export function composeDigest(input: DigestInput): DigestContent {
  const { survey, subscription, window, previous, told, localDate } = input;
  const judged = input.judged
    .filter(({ reading }) => coversAddon(subscription.scope, reading.addon))
    .toSorted(compareUrgency);
  const { snoozed, awake, broken, over } = settleSnoozes(input.snoozes ?? [], judged, window.to);
  const ofConcern = (concern: string) =>
    awake.filter(({ verdict }) => concernOf(verdict.word) === concern);

  const blind = findBlindSpots(survey, judged, subscription.scope, window.from);
  const well = ofConcern('well');
  const bad = ofConcern('bad').map((addon) => ({
    ...toRow(addon, window),
    newSince: told && !wasBad(addon, told.first) ? told.at : undefined,
    broken: broken.get(addressOf(addon)),
  }));
  const recovered = findRecoveries(judged, window, previous?.words ?? {}, told);
  const watch = ofConcern('watch').map((addon) => toRow(addon, window));
  return {
    tone: toneOf(awake, blind, recovered.length + snoozed.length),
    localDate,
    timeZone: subscription.timeZone,
    language: subscription.language,
    total: judged.length,
    read: judged.filter(({ reading }) => reading.kind === 'read').length,
    counts: countAll(awake, snoozed.length),
    coverage: judged.map(({ reading }) => reading.addon),
    blind,
    cause: findCause(awake),
    rows: bad.slice(0, MAX_ROWS),
    moreRows: countWords(bad.slice(MAX_ROWS)),
    watch: watch.toSorted((a, b) => expiryOf(a) - expiryOf(b)),
    snoozed,
    overSnoozes: over,
    recovered,
    lost: told === undefined ? [] : findLostSight(told, judged, survey),
    newBreaks: told === undefined ? [] : findNewBreaks(bad, told, subscription.mention),
    unscheduled: well.filter(isUnscheduled).map(({ reading }) => reading.addon),
    healthy: subscription.detail === 'all' ? well.map((addon) => toRow(addon, window)) : [],
    change: previous === undefined ? undefined : compareWithLast(judged, previous),
    oldestGoodMs: oldestGood(well),
    window,
    readFrom: survey.startedAt,
    readAt: survey.finishedAt,
    postedAt: told?.at,
    dueAt: input.dueAt,
    nextAt: input.nextAt,
    missedDigests: input.missedDigests ?? 0,
    mention: mentionFor(
      // A blind spot without a verdict of its own counts as unknown.
      [...awake.map(({ verdict }) => verdict.word), ...blind.map(() => 'unknown' as const)],
      subscription.mention,
    ),
    summary: summarize(judged, localDate),
  };
}

/** What is snoozed asks for nothing now, and yet is not well. */
function countAll(awake: readonly JudgedAddon[], snoozed: number): DigestCount[] {
  const counts = countWords(awake);
  if (snoozed === 0) return counts;
  const asking = counts.filter(({ word }) => concernOf(word) !== 'well');
  return [...asking, { word: 'snoozed', count: snoozed }, ...counts.slice(asking.length)];
}

/** @param unsettled addons that failed and recovered, or are snoozed: no all-clear with any. */
function toneOf(
  awake: readonly JudgedAddon[],
  blind: readonly BlindSpot[],
  unsettled: number,
): DigestTone {
  if (awake.some(({ verdict }) => isAlarming(verdict.word))) return 'act';
  if (blind.length > 0) return 'blind';
  if (awake.length + unsettled === 0) return 'empty';
  const isCalm = awake.every(({ verdict }) => concernOf(verdict.word) === 'well');
  return isCalm && unsettled === 0 ? 'clear' : 'watch';
}

function isUnscheduled({ reading }: JudgedAddon): boolean {
  if (reading.kind === 'unreadable') return false;
  const { rows, reach, unreadable } = reading.schedules;
  return rows.length === 0 && reach === 'end' && unreadable.length === 0;
}

/** Copies that never expire, and addons without a copy, come last. */
function expiryOf({ verdict }: DigestRow): number {
  const at = verdict.lastGoodExpiresAt;
  return at instanceof Date && verdict.word === 'expiring' ? at.getTime() : Number.MAX_VALUE;
}

function oldestGood(well: readonly JudgedAddon[]): number | undefined {
  const ages = well.flatMap(({ verdict }) => verdict.lastGoodAgeMs ?? []);
  return ages.length === 0 ? undefined : ages.reduce((oldest, age) => Math.max(oldest, age));
}
