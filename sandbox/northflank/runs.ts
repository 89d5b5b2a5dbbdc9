import type { AccountAddon, AccountSchedule, Outcome } from './account.ts';
import { draw } from './draw.ts';
import { longestDays } from './retention.ts';
import type { Run } from './run.ts';
import { isSlot, slotsBetween } from './slots.ts';
import { begins, bend, effortAt, type Moment, outcomeAt, versionAt } from './story.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/** What somebody changed by hand after the start: runs of their own, and early ends of runs by id. */
export interface Interventions {
  runs: readonly Run[];
  ends: Readonly<Record<string, { at: number; outcome: Outcome }>>;
}

/**
 * Every run of an addon that has begun by `now` and whose copies have not all expired, newest first.
 *
 * The past does not depend on `now`: moving the clock on only adds runs, ends them and lets them expire.
 */
export function runsOf(addon: AccountAddon, moment: Moment, byHand: Interventions): Run[] {
  const runs = [...scheduledRuns(addon, moment), ...manualRuns(addon, moment), ...byHand.runs]
    .filter((run) => run.createdAt <= moment.now)
    .map((run) => endEarly(run, byHand.ends[run.id]));
  return runs.toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
}

function scheduledRuns(addon: AccountAddon, moment: Moment): Run[] {
  // Equal moments of one type are one slot and make one backup, whichever schedules promise it.
  const slots = new Map<string, { at: number; schedule: AccountSchedule }>();
  for (const schedule of addon.schedules) {
    const from = moment.now - longestDays(schedule) * DAY;
    for (const at of slotsBetween(schedule.scheduling, from, moment.now)) {
      slots.set(`${schedule.backupType}/${at}`, { at, schedule });
    }
  }
  return [...slots.values()]
    .filter(({ at, schedule }) => begins(addon, schedule, at, moment))
    .map(({ at, schedule }) => scheduledRun(addon, schedule.backupType, at, moment));
}

function schedulesAt(
  { schedules }: AccountAddon,
  backupType: AccountSchedule['backupType'],
  at: number,
): AccountSchedule[] {
  return schedules.filter(
    (schedule) => schedule.backupType === backupType && isSlot(schedule.scheduling, at),
  );
}

function scheduledRun(
  addon: AccountAddon,
  backupType: AccountSchedule['backupType'],
  at: number,
  moment: Moment,
): Run {
  const chance = (what: string) =>
    draw(`${moment.seed}/${addon.projectId}/${addon.id}/${backupType}/${at}/${what}`);
  const createdAt = at + Math.floor(chance('delay') * 9000);
  const outcome = outcomeAt(addon, at, chance('luck'), moment);
  const { bytes, minutes } = effortAt(addon, addon[backupType], at, moment);
  const queue = 3000 + Math.floor(chance('queue') * 27_000);
  const share = outcome === 'completed' ? 0.85 + chance('pace') * 0.3 : 0.1 + chance('pace') * 0.3;
  const run: Run = {
    ...named(addon, backupType, at),
    backupType,
    createdAt,
    startsAt: createdAt + queue,
    endsAt: createdAt + queue + Math.round(minutes * share * MINUTE),
    outcome,
    bytes: Math.round(bytes * (0.9985 + chance('noise') * 0.003)),
    version: versionAt(addon, at, moment),
    schedules: schedulesAt(addon, backupType, at),
  };
  return bend(run, addon, at, moment);
}

function named(addon: AccountAddon, backupType: string, at: number): Pick<Run, 'id' | 'name'> {
  const stamp = new Date(at).toISOString().slice(0, 16).replace('T', ' ');
  const id = `${backupType}-${stamp.replace(/[ :]/g, '-')}`;
  return addon.spelling.hostileNames
    ? { id, name: `*${stamp}* <!here> \`rm -rf\` & more 🐘` }
    : { id, name: `${backupType} ${stamp}` };
}

function manualRuns(addon: AccountAddon, moment: Moment): Run[] {
  return (addon.story.manual ?? []).map((manual) => {
    const createdAt = Math.round(moment.startedAt + manual.at * DAY);
    return {
      id: manual.id,
      name: manual.name,
      backupType: manual.backupType,
      createdAt,
      startsAt: createdAt + 4000,
      endsAt: createdAt + 4000 + Math.round(manual.minutes * MINUTE),
      outcome: manual.outcome,
      bytes: manual.bytes ?? 0,
      version: versionAt(addon, createdAt, moment),
      schedules: [],
    };
  });
}

function endEarly(run: Run, end: Interventions['ends'][string] | undefined): Run {
  return end
    ? { ...run, startsAt: Math.min(run.startsAt, end.at), endsAt: end.at, outcome: end.outcome }
    : run;
}
