import type { types } from '@slack/bolt';
import type { Scope } from '../domain/addons/scope.ts';
import { coversAny, coversEverything, widestScope } from '../domain/addons/scope.ts';
import { type Clock, isRecent } from '../domain/clock.ts';
import type { Log } from '../domain/log.ts';
import type { Survey } from '../domain/survey.ts';
import { type Board, composeBoard } from '../domain/verdicts/board.ts';
import type { JudgedAddon } from '../domain/verdicts/urgency.ts';
import type { Access } from './access.ts';
import type { Actor } from './acts/act.ts';
import { errorReply } from './acts/error-reply.ts';
import { createTurns } from './acts/turns.ts';
import { readStatusPageValue } from './button-values.ts';
import { COOL_DOWN_MS, coolingMs, KEPT_MS, type KeptSurveys } from './kept-surveys.ts';
import { tellProgress } from './survey-progress.ts';
import { buildHomeNotice, buildHomeView, HOME_PAGE_SIZE, type HomeInput } from './views/home.ts';

/** What the Home tab needs to ask. */
export interface HomeDeps {
  surveys: KeptSurveys;
  judge: (survey: Survey, now: Date) => readonly JudgedAddon[];
  /** What the channels' digests cover, one scope each; none where there is no digest. */
  scopes: () => Promise<readonly Scope[]>;
  access: Pick<Access, 'mayOpen'>;
  /** Whether a person opens the tab for the first time; asked once each time it is opened. */
  isFirstVisit: (userId: string) => Promise<boolean>;
  publish: (userId: string, view: types.HomeView) => Promise<void>;
  now: Clock;
  log: Log;
}

/** The Home tab: the board of what the digests cover, for whoever opens the app. */
export interface Home {
  opened: (userId: string, reference: string) => Promise<void>;
  /** A button on the tab that carries a page; the tab is published anew. */
  page: (act: Actor, value: string) => Promise<void>;
}

/** The tab is opened in passing, and a reading costs as many requests as there are addons. */
const OPENED_MAX_AGE_MS = 5 * 60_000;

/** Opened again within this time, the tab stays as it is unless there is something new. */
const SETTLED_MS = 60_000;

/** Most people remembered at once; beyond, all are forgotten, at the price of a publication each. */
const MAX_REMEMBERED = 1_000;

interface Wanted {
  page: number;
  /** Greatest age of a survey that serves. */
  maxAgeMs: number;
  /** Whether the person asked to have it read again. */
  anew?: boolean | undefined;
  /** Whether the tab was opened, and not only turned to another page. */
  isOpening?: boolean | undefined;
}

/** What a person's tab was settled on: a survey, or nothing where it only says a sentence. */
interface Settled {
  at: Date;
  survey: Survey | undefined;
}

/** Creates the Home tab. */
export function createHome(deps: HomeDeps): Home {
  const { access, surveys, now, log } = deps;
  const settled = new Map<string, Settled>();
  const busy = new Set<string>();

  function settle(userId: string, survey: Survey | undefined): void {
    if (settled.size >= MAX_REMEMBERED) settled.clear();
    settled.set(userId, { at: now(), survey });
  }

  async function show(userId: string, reference: string, wanted: Wanted): Promise<void> {
    try {
      const decision = await access.mayOpen(userId, 'read');
      if (decision.granted) settle(userId, await showBoard(deps, userId, wanted));
      else {
        await deps.publish(userId, buildHomeNotice(decision.sentence));
        settle(userId, undefined);
      }
    } catch (error) {
      settled.delete(userId);
      // Nothing may be left saying that it is being read.
      await deps.publish(userId, buildHomeNotice(errorReply(error, log, reference)));
    }
  }

  /** Whether a person who opens the tab again would see nothing new. */
  function isSettled(userId: string): boolean {
    const last = settled.get(userId);
    if (last === undefined || !isRecent(last.at, SETTLED_MS, now())) return false;
    const newest = surveys.newest();
    return last.survey === undefined || newest === undefined || newest === last.survey;
  }

  return {
    opened: async (userId, reference) => {
      if (busy.has(userId) || isSettled(userId)) return;
      busy.add(userId);
      try {
        await show(userId, reference, { page: 0, maxAgeMs: OPENED_MAX_AGE_MS, isOpening: true });
      } finally {
        busy.delete(userId);
      }
    },
    page: async ({ userId, reference }, value) => {
      const { page, anew } = readStatusPageValue(value);
      await show(userId, reference, { page, maxAgeMs: anew ? COOL_DOWN_MS : KEPT_MS, anew });
    },
  };
}

/**
 * Publishes the board, and while the account is read first what there is to show until then.
 *
 * @returns the survey that the board shows.
 */
async function showBoard(deps: HomeDeps, userId: string, wanted: Wanted): Promise<Survey> {
  const { surveys, now } = deps;
  const askedAt = now();
  const { scopes, ...visitor } = await readVisitor(deps, userId, wanted);
  // A tab must not be overtaken by the words about its own reading.
  const inTurn = createTurns();
  const put = (survey: Survey | undefined, reading: HomeInput['reading']): Promise<void> => {
    const view = buildHomeView({
      ...visitor,
      board: survey && composeHome(deps, survey, scopes, wanted.page),
      reading,
      coolingMs: wanted.anew && survey && !reading ? coolingMs(survey, askedAt) : undefined,
    });
    return inTurn(() => deps.publish(userId, view));
  };

  const old = surveys.newest();
  if (old && isRecent(old.finishedAt, wanted.maxAgeMs, now())) {
    await put(old, undefined);
    return old;
  }
  await put(old, {});
  const telling = tellProgress((progress) => {
    // The board comes whether or not the words about its reading do.
    put(old, { progress }).catch(() => undefined);
  });
  try {
    const { maxAgeMs } = wanted;
    const survey = await surveys.read({ maxAgeMs, onProgress: telling.onProgress });
    telling.stop();
    await put(survey, undefined);
    return survey;
  } finally {
    telling.stop();
  }
}

/** What the tab of this person covers and offers, whatever was read of the account. */
async function readVisitor(
  deps: HomeDeps,
  userId: string,
  { isOpening = false }: Wanted,
): Promise<Pick<HomeInput, 'coverage' | 'mayAdd' | 'firstVisit'> & { scopes: readonly Scope[] }> {
  const [scopes, adding, isFirst] = await Promise.all([
    deps.scopes(),
    deps.access.mayOpen(userId, 'setUp'),
    isOpening && deps.isFirstVisit(userId),
  ]);
  const isEverything = scopes.length === 0 || scopes.some(coversEverything);
  return {
    scopes,
    coverage: isEverything ? 'all projects' : 'what the digests cover',
    mayAdd: adding.granted,
    firstVisit: isFirst ? { hasDigest: scopes.length > 0 } : undefined,
  };
}

function composeHome(
  { judge, now }: HomeDeps,
  survey: Survey,
  scopes: readonly Scope[],
  page: number,
): Board {
  const judged = judge(survey, now()).filter(({ reading }) => coversAny(scopes, reading.addon));
  return composeBoard({
    survey,
    judged,
    scope: widestScope(scopes),
    page,
    pageSize: HOME_PAGE_SIZE,
  });
}
