import type { Project } from '../../domain/addons/addon.ts';
import type { Directory } from '../../domain/addons/directory.ts';
import type { Scope } from '../../domain/addons/scope.ts';
import { coversEverything } from '../../domain/addons/scope.ts';
import type { Clock } from '../../domain/clock.ts';
import { formatCount, formatList } from '../../domain/format.ts';
import { meantByName } from '../../domain/nearest-word.ts';
import type { Survey, SurveyProgress } from '../../domain/survey.ts';
import { UserError } from '../../domain/user-error.ts';
import { composeBoard } from '../../domain/verdicts/board.ts';
import type { JudgedAddon } from '../../domain/verdicts/urgency.ts';
import type { Act } from '../acts/act.ts';
import type { SlackMessage } from '../block-kit/message.ts';
import { code } from '../block-kit/mrkdwn.ts';
import { readStatusPageValue, type StatusPageValue } from '../button-values.ts';
import { COMMAND } from '../ids.ts';
import { COOL_DOWN_MS, coolingMs, KEPT_MS, type KeptSurveys } from '../kept-surveys.ts';
import { withSlip } from '../messages/notice.ts';
import { BOARD_PAGE_SIZE, buildStatusMessage } from '../messages/status.ts';
import { answerWithProgress } from '../survey-progress.ts';

/** Projects that an error names at most. */
const MAX_KNOWN = 10;

/** What the board needs to ask. */
export interface StatusDeps {
  surveys: Pick<KeptSurveys, 'read'>;
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

/** Typed commands leave it to the surveyor what is new enough, so that `anew` is absent for them. */
type Wanted = Pick<StatusPageValue, 'projectId' | 'page'> & Partial<Pick<StatusPageValue, 'anew'>>;

const EVERYTHING: Scope = { patterns: [], types: [] };

/** Shows the board. */
export function createStatus(deps: StatusDeps): Status {
  return {
    command: (act, rest) =>
      answerWithProgress(act, false, async (onProgress) => {
        if (rest === '') return await board(deps, act, { page: 0 }, onProgress);
        const typed = unquoted(rest);
        const { project, isSlip } = findProject(await deps.directory(), typed);
        const message = await board(deps, act, { projectId: project.id, page: 0 }, onProgress);
        return isSlip ? withSlip(message, typed, project.id) : message;
      }),
    page: async (act, value) => {
      const wanted = readStatusPageValue(value);
      await answerWithProgress(act, true, (onProgress) => board(deps, act, wanted, onProgress));
    },
  };
}

async function board(
  deps: StatusDeps,
  act: Act,
  { projectId, page, anew }: Wanted,
  onProgress: (progress: SurveyProgress) => void,
): Promise<SlackMessage> {
  const scope = await scopeFor(deps, act, projectId);
  const askedAt = deps.now();
  const survey = await deps.surveys.read({ projectId, maxAgeMs: maxAgeOf(anew), onProgress });
  const judged = deps.judge(survey, deps.now());
  return buildStatusMessage(
    composeBoard({ survey, judged, scope, page, pageSize: BOARD_PAGE_SIZE }),
    {
      projectId,
      title: projectId ?? (coversEverything(scope) ? 'all projects' : 'this channel'),
      coolingMs: anew === true ? coolingMs(survey, askedAt) : undefined,
    },
  );
}

/** Whoever turns a page stays with what they see; whoever reads again waits for the cool-down alone. */
function maxAgeOf(anew: boolean | undefined): number | undefined {
  if (anew === undefined) return undefined;
  return anew ? COOL_DOWN_MS : KEPT_MS;
}

async function scopeFor(
  { scopeOf }: StatusDeps,
  { channelId }: Act,
  projectId: string | undefined,
): Promise<Scope> {
  if (projectId !== undefined) return { patterns: [`${projectId}/*`], types: [] };
  return channelId === undefined ? EVERYTHING : await scopeOf(channelId);
}

/**
 * The project that was meant: ids come before names, both before slips.
 *
 * @throws {UserError} with the projects that exist, when none is near.
 */
function findProject(directory: Directory, typed: string): { project: Project; isSlip: boolean } {
  const { projects } = directory;
  const wanted = typed.toLowerCase();
  const exact =
    projects.find(({ id }) => id === wanted) ??
    projects.find((project) => wordsOf(project).includes(wanted));
  if (exact) return { project: exact, isSlip: false };
  const near = meantByName(wanted, projects, wordsOf);
  if (near) return { project: near, isSlip: true };

  throw unknownProject(typed, directory);
}

function unknownProject(typed: string, directory: Directory): UserError {
  const { projects } = directory;
  const gap = gapInProjects(directory);
  const found =
    gap === undefined
      ? `No project is called ${code(typed, 60)}.`
      : `◌ Cannot tell whether ${code(typed, 60)} exists: ${gap}.`;
  const known = projects.slice(0, MAX_KNOWN).map(({ id }) => code(id, 40));
  const more = projects.length - known.length;
  const list = formatList(more > 0 ? [...known, `${more} more`] : known);
  const next =
    projects.length === 0 ? `\`${COMMAND}\` shows all that can be read.` : `There is ${list}.`;
  return new UserError(`${found} ${next}`);
}

/** What may hide a project; an unreadable row may be one. */
function gapInProjects({ failure, unreadableRows }: Directory): string | undefined {
  if (failure !== undefined) return 'not all projects could be read';
  return unreadableRows === 0
    ? undefined
    : `${formatCount(unreadableRows, 'row')} of the lists of projects and addons could not be read`;
}

function wordsOf({ id, name }: Project): string[] {
  return [id, name.toLowerCase()];
}

function unquoted(text: string): string {
  return text
    .replace(/^"(.*)"$/, '$1')
    .replace(/\/\*?$/, '')
    .trim();
}
