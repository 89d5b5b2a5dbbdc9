import type { Project } from '../../domain/addon.ts';
import { composeBoard } from '../../domain/board.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Directory } from '../../domain/directory.ts';
import { formatList } from '../../domain/format.ts';
import { nearestWord } from '../../domain/nearest-word.ts';
import { coversEverything } from '../../domain/scope.ts';
import type { Scope } from '../../domain/subscription.ts';
import type { Survey } from '../../domain/survey.ts';
import type { JudgedAddon } from '../../domain/urgency.ts';
import { UserError } from '../../domain/user-error.ts';
import type { Act } from '../act.ts';
import type { SlackMessage } from '../message.ts';
import { BOARD_PAGE_SIZE, buildStatusMessage, buildStatusProgress } from '../messages/status.ts';
import { code } from '../mrkdwn.ts';
import { readStatusPageValue } from '../status-value.ts';

/** What the board needs to ask. */
export interface StatusDeps {
  survey: (request: {
    projectId?: string | undefined;
    /** 0 reads the account anew. */
    maxAgeMs?: number | undefined;
    onProgress: (progress: { done: number; total: number }) => void;
  }) => Promise<Survey>;
  judge: (survey: Survey, now: Date) => readonly JudgedAddon[];
  directory: () => Promise<Directory>;
  /** What the channel's digest covers; everything where it has none. */
  scopeOf: (channelId: string) => Promise<Scope>;
  now: Clock;
}

/** `/backups status`, `/backups` alone, and the board's buttons. */
export interface Status {
  /** `rest` is a project by id or name; without one the board shows what the channel covers. */
  command: (act: Act, rest: string) => Promise<void>;
  /** A button that carries a page; its message is replaced. */
  page: (act: Act, value: string) => Promise<void>;
}

interface Wanted {
  projectId?: string | undefined;
  page: number;
  anew: boolean;
}

const EVERYTHING: Scope = { patterns: [], types: [] };

/** After so many milliseconds of reading the person is told how far it is; Slack takes five replies in all. */
const TOLD_AFTER_MS: readonly number[] = [1_000, 5_000, 15_000];

/** Shows the board. */
export function createStatus(deps: StatusDeps): Status {
  return {
    command: async (act, rest) => {
      const projectId =
        rest === '' ? undefined : findProject(await deps.directory(), unquoted(rest)).id;
      await act.reply(await board(deps, act, { projectId, page: 0, anew: false }, false));
    },
    page: async (act, value) => {
      const wanted = readStatusPageValue(value);
      await act.reply(await board(deps, act, wanted, true), { replace: true });
    },
  };
}

async function board(
  deps: StatusDeps,
  act: Act,
  wanted: Wanted,
  replace: boolean,
): Promise<SlackMessage> {
  const { projectId, page, anew } = wanted;
  const scope = await scopeFor(deps, act, projectId);
  const survey = await deps.survey({
    projectId,
    ...(anew && { maxAgeMs: 0 }),
    onProgress: progressTeller(act, deps.now, replace),
  });
  const judged = deps.judge(survey, deps.now());
  return buildStatusMessage(
    composeBoard({ survey, judged, scope, page, pageSize: BOARD_PAGE_SIZE }),
    { projectId, title: projectId ?? (coversEverything(scope) ? 'all projects' : 'this channel') },
  );
}

async function scopeFor(
  { scopeOf }: StatusDeps,
  { channelId }: Act,
  projectId: string | undefined,
): Promise<Scope> {
  if (projectId !== undefined) return { patterns: [`${projectId}/*`], types: [] };
  return channelId === undefined ? EVERYTHING : await scopeOf(channelId);
}

/** Says how far the reading is, in place where Slack can, and seldom enough to leave a reply for the board. */
function progressTeller(act: Act, now: Clock, replace: boolean) {
  const startedAt = now().getTime();
  let told = 0;
  return (progress: { done: number; total: number }): void => {
    const due = TOLD_AFTER_MS[told];
    if (due === undefined || now().getTime() - startedAt < due) return;
    told += 1;
    // The board comes whether or not the notice does.
    act.notice(buildStatusProgress(progress), { replace }).catch(() => undefined);
  };
}

/** @throws {UserError} with the projects that exist. */
function findProject({ projects, failure }: Directory, typed: string): Project {
  const wanted = typed.toLowerCase();
  const found =
    projects.find(({ id }) => id === wanted) ??
    projects.find(({ name }) => name.toLowerCase() === wanted);
  const nearest = nearestWord(
    wanted,
    projects.map(({ id }) => id),
  );
  const project = found ?? projects.find(({ id }) => id === nearest);
  if (project) return project;
  const known = formatList(projects.slice(0, 10).map(({ id }) => code(id, 40)));
  throw new UserError(
    `No project is called ${code(typed, 60)}. ${failure ? 'Not all projects could be read; there is' : 'There is'} ${known}.`,
  );
}

function unquoted(text: string): string {
  return text
    .replace(/^"(.*)"$/, '$1')
    .replace(/\/\*?$/, '')
    .trim();
}
