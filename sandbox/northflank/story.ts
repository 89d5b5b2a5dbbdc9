import type { AccountAddon, AccountSchedule, Effort, Outcome, Span } from './account.ts';
import { NEVER, type Run } from './run.ts';
import { slotsBetween } from './slots.ts';

const DAY = 86_400_000;

/** What decides, with an addon's schedules, which runs there are and how they stand. Epoch milliseconds. */
export interface Moment {
  seed: number;
  startedAt: number;
  now: number;
}

/** Whether a slot starts anything, according to the addon's story. */
export function begins(
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

/** What becomes of a run that begins at `at`; `luck` is a number from 0 up to 1. */
export function outcomeAt(
  { story }: AccountAddon,
  at: number,
  luck: number,
  moment: Moment,
): Outcome {
  if (story.bad && within(at, story.bad, moment)) return story.bad.outcome;
  // Nothing unforeseen happens on the first day, so that what is shown at first does not hang on the seed.
  if (at > moment.startedAt + DAY) return luck < 0.015 ? 'failed' : 'completed';
  const longAgo = at < moment.startedAt - 2 * DAY;
  return longAgo && luck < (story.pastFailures ?? 0) ? 'failed' : 'completed';
}

/** How large a run is and how many minutes it takes when all goes well. */
export function effortAt(addon: AccountAddon, effort: Effort, at: number, moment: Moment): Effort {
  const days = (at - moment.startedAt) / DAY;
  const { shrunk } = addon.story;
  const share = shrunk && within(at, shrunk, moment) ? shrunk.share : 1;
  return {
    bytes: effort.bytes * (1 + addon.growth) ** days * share,
    minutes: effort.minutes * share,
  };
}

/** The database's version at a moment. */
export function versionAt(
  { story, version }: AccountAddon,
  at: number,
  { startedAt }: Moment,
): string {
  const { before } = story;
  return before && at < startedAt + before.until * DAY ? before.version : version;
}

/** Bends a run to what the story says of the span in which it begins. */
export function bend(run: Run, { story }: AccountAddon, at: number, moment: Moment): Run {
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

function within(at: number, span: Span | undefined, { startedAt }: Moment): boolean {
  if (!span) return false;
  const days = (at - startedAt) / DAY;
  return days >= span.from && (span.until === undefined || days < span.until);
}
