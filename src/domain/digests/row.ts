import type { DirectoryEntry } from '../addons/directory.ts';
import type { Backup } from '../backup.ts';
import type { BackupSchedule } from '../schedules/schedule.ts';
import { factsOf } from '../verdicts/reading-facts.ts';
import { endOf } from '../verdicts/runs.ts';
import type { JudgedAddon } from '../verdicts/urgency.ts';
import type { Verdict, VerdictWord } from '../verdicts/verdict.ts';
import type { Snooze } from './snooze.ts';
import type { DigestSummary } from './summary.ts';

/** One addon of a digest. */
export interface DigestRow {
  addon: DirectoryEntry;
  verdict: Verdict;
  /** Empty where they could not be read, too. */
  schedules: readonly BackupSchedule[];
  /** Runs that failed or were aborted in the digest's window, newest first. */
  failures: readonly Backup[];
  /** In a digest that is edited, when its first form was composed, if that did not call the addon bad. */
  newSince?: Date | undefined;
  /** The snooze to which this put an end by being worse than what was snoozed. */
  broken?: Snooze | undefined;
}

/** What a digest that is edited has told since it was posted. */
export interface Told {
  /** When the window of its first form ended. */
  at: Date;
  /** What its first form said. */
  first: DigestSummary['words'];
  /** By `project/addon`, every addon that it has called bad. */
  bad: Readonly<Record<string, ToldBad>>;
  /** Addresses of those whose alarm was told and that have not been seen well since. */
  alarmed: readonly string[];
  /** Addresses of those that its message shows as snoozed. */
  snoozed: readonly string[];
}

/** What was said of an addon when it was last called bad. */
export interface ToldBad {
  word: VerdictWord;
  /** A moment from which on it was not seen well. */
  since: Date;
}

/** What a digest says of one addon. */
export function toRow(
  { reading, verdict }: JudgedAddon,
  window: { from: Date; to: Date },
): DigestRow {
  return {
    addon: reading.addon,
    verdict,
    schedules: reading.kind === 'read' ? reading.schedules.rows : [],
    failures: failuresWithin(reading, window),
  };
}

/**
 * Failed and aborted runs of a window, newest first.
 *
 * A run counts in the window in which it ended: one that started before may have failed within.
 */
export function failuresWithin(
  reading: JudgedAddon['reading'],
  { from, to }: { from: Date; to: Date },
): Backup[] {
  return factsOf(reading)
    .bad.filter((backup) => {
      const endedAt = endOf(backup);
      return endedAt > from && endedAt <= to;
    })
    .toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
}
