import type { Backup } from './backup.ts';
import type { DigestSummary } from './digest-change.ts';
import type { DirectoryEntry } from './directory.ts';
import { isOfType } from './runs.ts';
import type { BackupSchedule } from './schedule.ts';
import type { JudgedAddon } from './urgency.ts';
import { addressOf, concernOf } from './urgency.ts';
import type { Verdict, VerdictWord } from './verdict.ts';

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
}

/** An addon that was bad and is so no more. */
export interface Recovery {
  addon: DirectoryEntry;
  verdict: Verdict;
  /** Start of the newest run that failed or was aborted in the window; absent when none did. */
  failedAt?: Date | undefined;
  /** Runs that failed or were aborted in the window. */
  failures: number;
  /** What was said of it before; absent when that was nothing bad. */
  was?: VerdictWord | undefined;
  /** When the first good run after that ended; absent where there is none yet. */
  goodSince?: Date | undefined;
  /** Only of what a good run mended after its digest was posted. */
  repair?: Repair | undefined;
}

/** What a good run put an end to. */
export interface Repair {
  /** Runs of its type that failed or were aborted in a row before it. */
  failures: number;
  /** From the start of the good copy before to its own end, in milliseconds; absent when it is the first. */
  withoutCopyMs?: number | undefined;
}

/** What a digest that is edited has told since it was posted. */
export interface Told {
  /** When the window of its first form ended. */
  at: Date;
  /** What its first form said. */
  first: DigestSummary['words'];
  /** Last verdict by `project/addon` of every addon that it has called bad. */
  words: DigestSummary['words'];
  /** Addresses of those whose alarm was told and that have not been seen well since. */
  alarmed: readonly string[];
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
 * Addons that failed in the window, or were called bad, and are not now; latest first.
 *
 * @param before verdicts by `project/addon` of what was said in the digest before.
 * @param told what this digest has said itself, when it is composed again.
 */
export function findRecoveries(
  judged: readonly JudgedAddon[],
  window: { from: Date; to: Date },
  before: DigestSummary['words'],
  told?: Told,
): Recovery[] {
  return judged
    .flatMap((addon): Recovery[] => {
      const concern = concernOf(addon.verdict.word);
      if (concern === 'bad' || concern === 'unknown') return [];
      const failures = failuresWithin(addon.reading, window);
      const address = addressOf(addon);
      const was = told?.words[address] ?? before[address];
      const wasBad = was !== undefined && concernOf(was) === 'bad';
      if (failures.length === 0 && !wasBad) return [];
      const good = firstGood(addon, failures.at(0), told?.at ?? window.from);
      const goodSince = good && endOf(good);
      const isRepair = good !== undefined && told !== undefined && endOf(good) > told.at;
      return [
        {
          addon: addon.reading.addon,
          verdict: addon.verdict,
          failedAt: failures.at(0)?.createdAt,
          failures: failures.length,
          was: wasBad ? was : undefined,
          goodSince,
          repair: isRepair ? toRepair(addon, good) : undefined,
        },
      ];
    })
    .toSorted((a, b) => momentOf(b) - momentOf(a));
}

/**
 * Failed and aborted runs of a window, newest first.
 *
 * A run counts in the window in which it ended: one that started before may have failed within.
 */
function failuresWithin(
  reading: JudgedAddon['reading'],
  { from, to }: { from: Date; to: Date },
): Backup[] {
  if (reading.kind === 'unreadable') return [];
  return reading.backups.rows
    .filter(({ status }) => status === 'failed' || status === 'aborted')
    .filter((backup) => {
      const endedAt = endOf(backup);
      return endedAt > from && endedAt <= to;
    })
    .toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
}

/**
 * The run that made the addon well: of the type that failed, since a nightly dump is not mended by the
 * next hourly snapshot.
 *
 * @param since counts where no run failed, as with one that never began.
 */
function firstGood(addon: JudgedAddon, failed: Backup | undefined, since: Date) {
  return goodRuns(addon)
    .filter((run) =>
      failed === undefined
        ? endOf(run) > since
        : isOfType(run, failed.type) && run.createdAt > failed.createdAt,
    )
    .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
    .at(0);
}

function toRepair(addon: JudgedAddon, good: Backup): Repair {
  const before = goodRuns(addon)
    .filter(({ createdAt }) => createdAt < good.createdAt)
    .toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  const [last] = before;
  const from = before.find((run) => isOfType(run, good.type))?.createdAt ?? new Date(0);
  return {
    failures: failuresWithin(addon.reading, { from, to: good.createdAt }).filter((run) =>
      isOfType(run, good.type),
    ).length,
    withoutCopyMs: last && endOf(good).getTime() - last.createdAt.getTime(),
  };
}

function goodRuns({ reading }: JudgedAddon): Backup[] {
  if (reading.kind === 'unreadable') return [];
  return reading.backups.rows.filter(({ status }) => status === 'completed');
}

function endOf({ completedAt, createdAt }: Backup): Date {
  return completedAt ?? createdAt;
}

function momentOf({ goodSince: since, failedAt }: Recovery): number {
  return (since ?? failedAt)?.getTime() ?? 0;
}
