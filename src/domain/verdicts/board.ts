import type { DirectoryEntry } from '../addons/directory.ts';
import type { Scope } from '../addons/scope.ts';
import { coversAddon } from '../addons/scope.ts';
import type { Survey } from '../survey.ts';
import type { BlindSpot } from './blind-spots.ts';
import { findBlindSpots } from './blind-spots.ts';
import { factsOf } from './reading-facts.ts';
import type { JudgedAddon } from './urgency.ts';
import { compareUrgency, concernOf, countWords } from './urgency.ts';
import type { Verdict, VerdictWord } from './verdict.ts';

/** One addon of the board. */
export interface BoardRow {
  addon: DirectoryEntry;
  verdict: Verdict;
  /** Bytes of the last completed runs of the newest one's type, oldest first; gaps where not sent. */
  sizes: readonly (number | undefined)[];
}

/** One page of the state of all addons. */
export interface Board {
  /** Of the whole board; adds up to {@link total}; worst first. */
  counts: readonly { word: VerdictWord; count: number }[];
  total: number;
  /** Of {@link total}, those whose backups were read. */
  read: number;
  /** What could not be read; empty exactly when nothing is missing. */
  blind: readonly BlindSpot[];
  /** This page: what needs somebody first, then what is well; projects stay together in each. */
  rows: readonly BoardRow[];
  /** What follows on later pages. */
  rest: readonly { word: VerdictWord; count: number }[];
  /** From 0. */
  page: number;
  /** At least 1. */
  pages: number;
  /** When the survey ended. */
  readAt: Date;
  requests: number;
}

/** What a board is made of. */
export interface BoardInput {
  survey: Survey;
  /** Every addon of the survey, in any order. */
  judged: readonly JudgedAddon[];
  scope: Scope;
  /** From 0; beyond the end it is the last one. */
  page: number;
  pageSize: number;
}

/** Gaps in older history do not change what the board says of now. */
const GAPS_MATTER_MS = 24 * 3_600_000;

/** Decides what one page of the board says. */
export function composeBoard({ survey, judged, scope, page, pageSize }: BoardInput): Board {
  const covered = judged.filter(({ reading }) => coversAddon(scope, reading.addon));
  const ordered = orderForBoard(covered);
  const pages = Math.max(1, Math.ceil(ordered.length / pageSize));
  const shown = Math.min(Math.max(0, page), pages - 1);
  const end = (shown + 1) * pageSize;
  const since = new Date(survey.startedAt.getTime() - GAPS_MATTER_MS);
  return {
    counts: countWords(covered),
    total: covered.length,
    read: covered.filter(({ reading }) => reading.kind === 'read').length,
    blind: findBlindSpots(survey, covered, scope, since),
    rows: ordered.slice(shown * pageSize, end).map(toBoardRow),
    rest: countWords(ordered.slice(end)),
    page: shown,
    pages,
    readAt: survey.finishedAt,
    requests: survey.requests,
  };
}

/**
 * Projects in the order of their worst addon, their addons worst first; all that is well comes after
 * all that is not, so that forty fresh addons of one project never hide the failed one of the next.
 */
function orderForBoard(judged: readonly JudgedAddon[]): JudgedAddon[] {
  const sorted = judged.toSorted(compareUrgency);
  return [
    ...groupByProject(sorted.filter((addon) => !isWell(addon))),
    ...groupByProject(sorted.filter(isWell)),
  ];
}

function isWell({ verdict }: JudgedAddon): boolean {
  return concernOf(verdict.word) === 'well';
}

function groupByProject(sorted: readonly JudgedAddon[]): JudgedAddon[] {
  return [...Map.groupBy(sorted, ({ reading }) => reading.addon.projectId).values()].flat();
}

function toBoardRow({ reading, verdict }: JudgedAddon): BoardRow {
  return { addon: reading.addon, verdict, sizes: factsOf(reading).sizes };
}
