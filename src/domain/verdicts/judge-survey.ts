import { formatAddonRef } from '../addons/addon.ts';
import type { DestinationBackup, Expiry } from '../backup.ts';
import type { Survey } from '../survey.ts';
import type { JudgeOptions } from './judge.ts';
import { judge } from './judge.ts';
import type { JudgedAddon } from './urgency.ts';
import type { Verdict } from './verdict.ts';

/** What destinations know of the backups of one addon, by backup id. */
interface Hints {
  expiries: Map<string, Expiry>;
  manualIds: Set<string>;
}

/**
 * Judges every addon of a survey, with what its destinations say of the copies they hold.
 *
 * Slots are many and asked for of few addons, so that they are not kept but found again for who asks.
 */
export function judgeSurvey(
  survey: Survey,
  now: Date,
  options: Pick<JudgeOptions, 'zone' | 'thresholds' | 'language'>,
): JudgedAddon[] {
  const hints = hintsByAddon(survey);
  return survey.addons.map((reading) => {
    const hint = hints.get(formatAddonRef(reading.addon));
    const judgeIt = (): Verdict => judge(reading, now, { ...options, ...hint });
    const { slots: _, ...verdict } = judgeIt();
    const withSlots: Verdict = {
      ...verdict,
      get slots() {
        return judgeIt().slots;
      },
    };
    return { reading, verdict: withSlots };
  });
}

function hintsByAddon({ destinations }: Survey): Map<string, Hints> {
  const rows = destinations.flatMap((reading) =>
    reading.kind === 'read' ? reading.backups.rows : [],
  );
  const byAddon = Map.groupBy(rows, ({ addon }) =>
    addon === undefined ? undefined : formatAddonRef(addon),
  );
  const hints = new Map<string, Hints>();
  for (const [address, backups] of byAddon) {
    if (address === undefined) continue;
    hints.set(address, { expiries: expiriesOf(backups), manualIds: manualIdsOf(backups) });
  }
  return hints;
}

/** A backup with copies in several destinations lives as long as the longest of them. */
function expiriesOf(backups: readonly DestinationBackup[]): Map<string, Expiry> {
  const expiries = new Map<string, Expiry>();
  for (const { id, expiry } of backups) {
    const known = expiries.get(id);
    if (known === undefined || lifetime(expiry) > lifetime(known)) expiries.set(id, expiry);
  }
  return expiries;
}

function lifetime(expiry: Expiry): number {
  if (expiry.kind === 'kept') return Number.POSITIVE_INFINITY;
  return expiry.kind === 'at' ? expiry.at.getTime() : Number.NEGATIVE_INFINITY;
}

/**
 * Runs without a schedule, where others of the addon name theirs: if none does, Northflank may simply
 * not say, and every scheduled run would look manual.
 */
function manualIdsOf(backups: readonly DestinationBackup[]): Set<string> {
  if (backups.every(({ schedules }) => schedules.length === 0)) return new Set();
  return new Set(backups.filter(({ schedules }) => schedules.length === 0).map(({ id }) => id));
}
