import type { AccountAddon, AccountSchedule, Effort, Outcome, Span } from './account.ts';
import { draw } from './draw.ts';
import { isSlot, slotsBetween } from './slots.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
/** How long an abort takes to be heeded. */
const ABORTING = 20_000;
/** Stands for a moment that is not in sight; unlike Infinity it survives JSON. */
export const NEVER = Number.MAX_SAFE_INTEGER;

/** What decides, with an addon's schedules, which runs there are and how they stand. Epoch milliseconds. */
export interface Moment {
  seed: number;
  startedAt: number;
  now: number;
}

/** One run, past or under way. Times in epoch milliseconds; those in the future are still to come. */
export interface Run {
  id: string;
  name: string;
  backupType: 'dump' | 'snapshot' | 'import';
  createdAt: number;
  /** {@link NEVER} while the addon is paused. */
  startsAt: number;
  endsAt: number;
  outcome: Outcome;
  /** Shown instead of the outcome until a moment. */
  limbo?: { word: string; until: number };
  bytes: number;
  version: string;
  /** The schedules that share its moment; empty for a run by hand. */
  schedules: readonly AccountSchedule[];
}

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
export function runsOf(addon: AccountAddon, moment: Moment, by: Interventions): Run[] {
  const runs = [...scheduledRuns(addon, moment), ...manualRuns(addon, moment), ...by.runs]
    .filter((run) => run.createdAt <= moment.now)
    .map((run) => endEarly(run, by.ends[run.id]));
  return runs.toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
}

/** Northflank's word for a run at a moment. */
export function statusOf(run: Run, now: number): string {
  if (now < run.startsAt) return 'scheduled';
  if (now < run.endsAt) {
    return run.outcome === 'aborted' && now >= run.endsAt - ABORTING ? 'aborting' : 'in-progress';
  }
  return run.limbo && now < run.limbo.until ? run.limbo.word : run.outcome;
}

/** When the addon's own list drops a run; {@link NEVER} for a run by hand. */
export function expiryOf(run: Run): number {
  return expiryAfter(run, (schedule) => schedule.retentionTime);
}

/** When a destination's copy of a run is deleted; absent when it holds none. */
export function copyExpiryOf(run: Run, destinationId: string): number | undefined {
  const days = run.schedules.flatMap((schedule) => copyDays(schedule, destinationId));
  return days.length === 0 ? undefined : run.createdAt + Math.max(...days) * DAY;
}

/** Whether runs of a schedule leave copies in a destination. */
export function copiesTo(schedule: AccountSchedule, destinationId: string): boolean {
  return copyDays(schedule, destinationId).length > 0;
}

function copyDays(schedule: AccountSchedule, destinationId: string): number[] {
  const extra = (schedule.additionalDestinations ?? [])
    .filter((copy) => copy.destinationId === destinationId)
    .map((copy) => copy.retentionTime ?? schedule.retentionTime);
  return schedule.customDestinationId === destinationId
    ? [schedule.retentionTime, ...extra]
    : extra;
}

/** The number of days that a run of this schedule exists anywhere. */
function longestDays(schedule: AccountSchedule): number {
  const copies = (schedule.additionalDestinations ?? []).map((copy) => copy.retentionTime ?? 0);
  return Math.max(schedule.retentionTime, ...copies);
}

function expiryAfter(run: Run, days: (schedule: AccountSchedule) => number): number {
  if (run.schedules.length === 0) return NEVER;
  return run.createdAt + Math.max(...run.schedules.map(days)) * DAY;
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

/** Whether a slot starts anything, according to the addon's story. */
function begins(
  { story }: AccountAddon,
  schedule: AccountSchedule,
  at: number,
  moment: Moment,
): boolean {
  if (within(at, story.silent, moment)) return false;
  const exclusive = story.paused ?? story.stuck;
  if (!exclusive || !within(at, exclusive, moment)) return true;
  // Only the first slot of the span starts anything, so no other may lie between its beginning and this one.
  const from = moment.startedAt + exclusive.from * DAY - 1;
  return slotsBetween(schedule.scheduling, from, at - 1).length === 0;
}

function scheduledRun(
  addon: AccountAddon,
  backupType: AccountSchedule['backupType'],
  at: number,
  moment: Moment,
): Run {
  const { story } = addon;
  const chance = (what: string) =>
    draw(`${moment.seed}/${addon.projectId}/${addon.id}/${backupType}/${at}/${what}`);
  const createdAt = at + Math.floor(chance('delay') * 9000);
  const outcome = outcomeAt(addon, at, chance('luck'), moment);
  const { bytes, minutes } = effortAt(addon, addon[backupType], at, moment);
  const queue = 3000 + Math.floor(chance('queue') * 27_000);
  const share = outcome === 'completed' ? 0.85 + chance('pace') * 0.3 : 0.1 + chance('pace') * 0.3;
  const stamp = new Date(at).toISOString().slice(0, 16).replace('T', ' ');
  const run: Run = {
    id: `${backupType}-${stamp.replace(/[ :]/g, '-')}`,
    name: addon.spelling.hostileNames
      ? `*${stamp}* <!here> \`rm -rf\` & more 🐘`
      : `${backupType} ${stamp}`,
    backupType,
    createdAt,
    startsAt: createdAt + queue,
    endsAt: createdAt + queue + Math.round(minutes * share * MINUTE),
    outcome,
    bytes: Math.round(bytes * (0.9985 + chance('noise') * 0.003)),
    version: versionAt(addon, at, moment),
    schedules: schedulesAt(addon, backupType, at),
  };
  if (within(at, story.paused, moment)) {
    return { ...run, startsAt: NEVER, endsAt: NEVER };
  }
  if (story.stuck && within(at, story.stuck, moment)) {
    return { ...run, outcome: 'failed', endsAt: moment.startedAt + story.stuck.until * DAY };
  }
  if (story.limbo && at <= moment.startedAt && within(at, story.limbo, moment)) {
    const until = moment.startedAt + story.limbo.until * DAY;
    return { ...run, limbo: { word: story.limbo.word, until } };
  }
  return run;
}

function outcomeAt({ story }: AccountAddon, at: number, luck: number, moment: Moment): Outcome {
  if (story.bad && within(at, story.bad, moment)) return story.bad.outcome;
  // Nothing unforeseen happens on the first day, so that what is shown at first does not hang on the seed.
  if (at > moment.startedAt + DAY) return luck < 0.015 ? 'failed' : 'completed';
  const longAgo = at < moment.startedAt - 2 * DAY;
  return longAgo && luck < (story.pastFailures ?? 0) ? 'failed' : 'completed';
}

function effortAt(addon: AccountAddon, effort: Effort, at: number, moment: Moment): Effort {
  const days = (at - moment.startedAt) / DAY;
  const { shrunk } = addon.story;
  const share = shrunk && within(at, shrunk, moment) ? shrunk.share : 1;
  return {
    bytes: effort.bytes * (1 + addon.growth) ** days * share,
    minutes: effort.minutes * share,
  };
}

function versionAt({ story, version }: AccountAddon, at: number, { startedAt }: Moment): string {
  const { before } = story;
  return before && at < startedAt + before.until * DAY ? before.version : version;
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

function within(at: number, span: Span | undefined, { startedAt }: Moment): boolean {
  if (!span) return false;
  const days = (at - startedAt) / DAY;
  return days >= span.from && (span.until === undefined || days < span.until);
}
