import type { Backup } from './backup.ts';
import type { DigestSummary } from './digest-change.ts';
import type { DirectoryEntry } from './directory.ts';
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
 * @param before verdicts by `project/addon` of what was said before.
 */
export function findRecoveries(
  judged: readonly JudgedAddon[],
  window: { from: Date; to: Date },
  before: DigestSummary['words'],
): Recovery[] {
  return judged
    .flatMap((addon): Recovery[] => {
      const concern = concernOf(addon.verdict.word);
      if (concern === 'bad' || concern === 'unknown') return [];
      const failures = failuresWithin(addon.reading, window);
      const was = before[addressOf(addon)];
      const wasBad = was !== undefined && concernOf(was) === 'bad';
      if (failures.length === 0 && !wasBad) return [];
      const failedAt = failures.at(0)?.createdAt;
      return [
        {
          addon: addon.reading.addon,
          verdict: addon.verdict,
          failedAt,
          failures: failures.length,
          was: wasBad ? was : undefined,
          goodSince: goodSince(addon, failedAt ?? window.from),
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
      const endedAt = backup.completedAt ?? backup.createdAt;
      return endedAt > from && endedAt <= to;
    })
    .toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
}

function goodSince({ reading }: JudgedAddon, after: Date): Date | undefined {
  if (reading.kind === 'unreadable') return undefined;
  const first = reading.backups.rows
    .filter(({ status, createdAt }) => status === 'completed' && createdAt > after)
    .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
    .at(0);
  return first?.completedAt ?? first?.createdAt;
}

function momentOf({ goodSince: since, failedAt }: Recovery): number {
  return (since ?? failedAt)?.getTime() ?? 0;
}
