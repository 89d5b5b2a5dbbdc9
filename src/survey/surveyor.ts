import { type Clock, isRecent } from '../domain/clock.ts';
import type { Survey, SurveyProgress } from '../domain/survey.ts';
import { isCutShort } from '../domain/survey-failures.ts';
import type { Priority } from '../northflank/northflank.ts';
import { isAsUrgent } from './precedence.ts';
import type { SharedReading } from './shared-reading.ts';
import { createSharedReading } from './shared-reading.ts';
import type { SurveyOptions } from './survey.ts';
import { DEFAULT_REACH_MS } from './survey.ts';

/** How long a survey serves the next person. */
const FRESH_MS = 60_000;

/** How one caller wants a survey. */
export interface SurveyRequest extends SurveyOptions {
  /** Greatest age to accept; 0 reads anew, though it joins a survey under way as urgent. Default 60 s. */
  maxAgeMs?: number | undefined;
}

/** Surveys, shared by everybody who wants one at the same time. */
export interface Surveyor {
  /** @throws the signal's reason once the caller gives up; nothing else. */
  survey(request?: SurveyRequest): Promise<Survey>;
}

/** What is to be read, and for whom. */
interface Wanted {
  sinceMs: number;
  projectId: string | undefined;
  priority: Priority | undefined;
}

/** One survey: under way, or done and kept for the next caller. */
interface Run extends Wanted {
  read: SharedReading<Survey>;
  /** Everybody who waits for this survey. */
  listeners: Set<(progress: SurveyProgress) => void>;
  /** Present once it has ended. */
  result?: Survey | undefined;
}

/**
 * Makes a surveyor; its surveys live for a minute in memory.
 *
 * @param read makes one survey.
 */
export function createSurveyor(deps: {
  read: (options: SurveyOptions) => Promise<Survey>;
  now: Clock;
}): Surveyor {
  let runs: Run[] = [];

  function start(wanted: Wanted): Run {
    const { sinceMs, projectId } = wanted;
    const listeners: Run['listeners'] = new Set();
    const onProgress = (progress: SurveyProgress) => {
      for (const listener of listeners) listener(progress);
    };
    const run: Run = {
      ...wanted,
      listeners,
      read: createSharedReading(async (call) => {
        const since = new Date(sinceMs);
        // Nobody waits any more: the next caller must not join a survey that is being stopped.
        call.signal.addEventListener('abort', () => {
          if (run.result === undefined) runs = runs.filter((other) => other !== run);
        });
        run.result = await deps.read({ ...call, since, projectId, onProgress });
        return run.result;
      }),
    };
    runs.push(run);
    return run;
  }

  return {
    async survey({ maxAgeMs = FRESH_MS, since, projectId, signal, priority, onProgress } = {}) {
      const now = deps.now();
      const sinceMs = since?.getTime() ?? now.getTime() - DEFAULT_REACH_MS;
      runs = runs.filter(
        ({ result }) => result === undefined || isRecent(result.finishedAt, FRESH_MS, now),
      );
      const wanted = { sinceMs, projectId, priority };
      const fitting = runs.filter((run) => serves(run, wanted));

      const fresh = fitting.find(({ result }) => isRecent(result?.finishedAt, maxAgeMs, now));
      if (fresh?.result !== undefined) return onlyProject(fresh.result, projectId);

      const run = fitting.find(({ result }) => result === undefined) ?? start(wanted);
      if (onProgress !== undefined) run.listeners.add(onProgress);
      try {
        return onlyProject(await run.read({ signal, priority }), projectId);
      } finally {
        if (onProgress !== undefined) run.listeners.delete(onProgress);
      }
    },
  };
}

/**
 * Whether one survey tells as much as another would. One that is under way, or was cut short by what
 * its own kind of caller may spend, tells the more urgent too little.
 */
function serves({ result, ...run }: Run, { sinceMs, projectId, priority }: Wanted): boolean {
  // What covers everything serves a single project too.
  const covers = run.projectId === undefined || run.projectId === projectId;
  if (!covers || run.sinceMs > sinceMs) return false;
  const isWhole = result !== undefined && !isCutShort(result);
  return isWhole || isAsUrgent(run.priority, priority);
}

function onlyProject(survey: Survey, projectId: string | undefined): Survey {
  if (projectId === undefined) return survey;
  return {
    ...survey,
    addons: survey.addons.filter(({ addon }) => addon.projectId === projectId),
    unreadProjects: survey.unreadProjects.filter(({ project }) => project.id === projectId),
  };
}
