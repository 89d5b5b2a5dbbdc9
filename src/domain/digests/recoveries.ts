import type { DirectoryEntry } from '../addons/directory.ts';
import type { Backup } from '../backup.ts';
import { endOf, isOfType } from '../verdicts/runs.ts';
import type { JudgedAddon } from '../verdicts/urgency.ts';
import { addressOf, concernOf } from '../verdicts/urgency.ts';
import type { Verdict, VerdictWord } from '../verdicts/verdict.ts';
import { failuresWithin, type Told } from './row.ts';
import type { DigestSummary } from './summary.ts';

/** An addon that was bad and is so no more. */
export interface Recovery {
  addon: DirectoryEntry;
  verdict: Verdict;
  /** Start of the newest failed or aborted run of the window that it suffered from; absent when none was. */
  failedAt?: Date | undefined;
  /** Runs that failed or were aborted in the window up to then. */
  failures: number;
  /** What was said of it before; absent when that was nothing bad. */
  was?: VerdictWord | undefined;
  /** When the first good run ended that made it well; absent where there is none yet. */
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
      const address = addressOf(addon);
      const said = told?.bad[address];
      const was = said?.word ?? before[address];
      const wasBad = was !== undefined && concernOf(was) === 'bad';
      const since = said?.since ?? window.from;
      const failures = failuresOf(addon, window, since);
      if (failures.length === 0 && !wasBad) return [];
      const good = findMend(addon, failures.at(0), since);
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

/** The window's failures, newest first, up to the newest that no good run had mended by then. */
function failuresOf(
  addon: JudgedAddon,
  window: { from: Date; to: Date },
  since: Date,
): readonly Backup[] {
  const failures = failuresWithin(addon.reading, window);
  const newest = failures.findIndex(
    (failed) => !goodRunsAfter(addon, failed).some((run) => endOf(run) <= since),
  );
  return newest === -1 ? [] : failures.slice(newest);
}

/**
 * The run that made the addon well: of the type that failed or was owed, since a nightly dump is not
 * mended by the next hourly snapshot.
 */
function findMend(addon: JudgedAddon, failed: Backup | undefined, since: Date): Backup | undefined {
  const runs = failed === undefined ? owedRuns(addon, since) : goodRunsAfter(addon, failed);
  return runs
    .filter((run) => endOf(run) > since)
    .toSorted(byStart)
    .at(0);
}

/** Good runs of the types whose newest slot had no good run at a moment; of all where none is known to lack one. */
function owedRuns(addon: JudgedAddon, at: Date): Backup[] {
  const past = addon.verdict.slots.filter((slot) => slot.at <= at);
  const newest = new Map(past.map((slot) => [slot.type, slot]));
  const owed = [...newest.values()].filter(
    ({ backup }) => backup?.status !== 'completed' || endOf(backup) > at,
  );
  const runs = goodRuns(addon);
  if (owed.length === 0) return runs;
  return runs.filter((run) => owed.some(({ type }) => isOfType(run, type)));
}

function toRepair(addon: JudgedAddon, good: Backup): Repair {
  const before = goodRuns(addon)
    .filter(({ createdAt }) => createdAt < good.createdAt)
    .toSorted(byStart)
    .toReversed();
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

/** Good runs of a failed one's type that began after it. */
function goodRunsAfter(addon: JudgedAddon, failed: Backup): Backup[] {
  return goodRuns(addon).filter(
    (run) => isOfType(run, failed.type) && run.createdAt > failed.createdAt,
  );
}

function byStart(a: Backup, b: Backup): number {
  return a.createdAt.getTime() - b.createdAt.getTime();
}

function momentOf({ goodSince, failedAt }: Recovery): number {
  return (goodSince ?? failedAt)?.getTime() ?? 0;
}
