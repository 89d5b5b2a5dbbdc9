import { coversAddon } from '../addons/scope.ts';
import type { Survey } from '../survey.ts';
import { type BlindSpot, findBlindSpots } from '../verdicts/blind-spots.ts';
import { findCause } from '../verdicts/cause.ts';
import type { JudgedAddon } from '../verdicts/urgency.ts';
import {
  addressOf,
  compareUrgency,
  concernOf,
  countWords,
  isAlarming,
} from '../verdicts/urgency.ts';
import { compareWithLast } from './change.ts';
import type { DigestContent, DigestCount, DigestTone } from './digest.ts';
import { findLostSight } from './lost-sight.ts';
import { mentionFor } from './mention.ts';
import { findNewBreaks } from './new-breaks.ts';
import { findRecoveries } from './recoveries.ts';
import { type DigestRow, type Told, toRow } from './row.ts';
import { type Snooze, settleSnoozes } from './snooze.ts';
import type { Subscription } from './subscription.ts';
import type { DigestSummary } from './summary.ts';
import { summarize, wasBad } from './summary.ts';

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
  const lost = findLostSight({ told, previous }, input.judged, subscription.scope, survey);
  const watch = ofConcern('watch').map((addon) => toRow(addon, window));
  return {
    tone: toneOf(awake, blind, recovered.length + snoozed.length + lost.length),
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
    lost,
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
    summary: summarize(judged, lost, localDate),
  };
}

/** What is snoozed asks for nothing now, and yet is not well. */
function countAll(awake: readonly JudgedAddon[], snoozed: number): DigestCount[] {
  const counts = countWords(awake);
  if (snoozed === 0) return counts;
  const asking = counts.filter(({ word }) => concernOf(word) !== 'well');
  return [...asking, { word: 'snoozed', count: snoozed }, ...counts.slice(asking.length)];
}

/** @param unsettled addons that failed and recovered, are snoozed or out of sight: no all-clear with any. */
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
