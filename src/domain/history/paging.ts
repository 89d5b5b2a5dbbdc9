import type { Backup } from '../backup.ts';
import type { Listing } from '../listing.ts';
import { THRESHOLDS } from '../verdicts/thresholds.ts';
import { filterStart, passesFilter, type ShowFilter } from './show-filter.ts';

/** Backups on one page: as many as a phone shows in a few thumb strokes. */
export const PAGE_SIZE = 15;

/** Rows read beyond a page, so that its last rows still find the copy that they are compared with. */
const LOOK_BEHIND = 40;

/** Which page of which backups somebody looks at. */
export interface ShowView {
  filter: ShowFilter;
  /** From 0, the newest. */
  page: number;
  /** Backups that started later do not count, so that pages stay what they were. Absent: count all. */
  asOf?: Date | undefined;
}

/** A page of some list that may still grow at its new end and was perhaps not read to its old one. */
export interface Page<T> {
  rows: readonly T[];
  /** From 0; the last page when a later one was asked for. */
  page: number;
  /** Position of the page's first row, from 0. */
  offset: number;
  /** Rows on all pages. */
  total: number;
  /** False when older rows exist that were not read: then {@link total} is the least that there are. */
  totalIsExact: boolean;
  hasOlder: boolean;
  /** The moment that keeps the pages stable; hand it back for the next page. */
  asOf: Date;
  /** Rows that came after {@link asOf}. */
  newer: number;
}

/**
 * How far a list of backups must be read to show a view; fields as Northflank's client takes them.
 *
 * Filters other than by time need the whole list, since nobody knows where the matching rows are.
 */
export function reachFor(
  { filter, page, asOf }: ShowView,
  now: Date,
): { since?: Date | undefined; atLeast?: number | undefined } {
  const { withinHours } = filter;
  if (withinHours !== undefined) {
    // Twice as far: the first rows are compared with older ones, and a bad week needs its last good copy.
    return { since: filterStart({ withinHours: 2 * withinHours }, asOf ?? now) };
  }
  if (filter.failed || filter.types.length > 0) return {};
  return { atLeast: (page + 1) * PAGE_SIZE + LOOK_BEHIND };
}

/** {@link reachFor}, but far enough to judge the addon too: a short history leaves promises open. */
export function reachToJudge(
  view: ShowView,
  now: Date,
): { since?: Date | undefined; atLeast?: number | undefined } {
  const { since, atLeast } = reachFor(view, now);
  if (since === undefined && atLeast === undefined) return {};
  const judged = now.getTime() - THRESHOLDS.windowMs;
  return { since: new Date(Math.min(judged, since?.getTime() ?? judged)), atLeast };
}

/** The page of a view, filtered and counted, its rows as they were listed: newest first. */
export function pageOf<T extends Backup>(
  listing: Listing<T>,
  { filter, page, asOf: wanted }: ShowView,
  now: Date,
): Page<T> {
  // A clock that runs ahead of ours must not hide the newest backup.
  const newest = Math.max(now.getTime(), ...listing.rows.slice(0, 1).map(startOf));
  const asOf = wanted ?? new Date(newest);
  const matching = listing.rows.filter((backup) => passesFilter(backup, filter, asOf));
  const stable = matching.filter((backup) => startOf(backup) <= asOf.getTime());
  const totalIsExact = isExact(listing, filterStart(filter, asOf));
  const lastPage = Math.max(0, Math.ceil(stable.length / PAGE_SIZE) - 1);
  const shown = Math.min(Math.max(0, page), lastPage);
  const offset = shown * PAGE_SIZE;
  return {
    rows: stable.slice(offset, offset + PAGE_SIZE),
    page: shown,
    offset,
    total: stable.length,
    totalIsExact,
    hasOlder: offset + PAGE_SIZE < stable.length || (listing.reach === 'enough' && !totalIsExact),
    asOf,
    newer: matching.length - stable.length,
  };
}

/** Whether every matching row was read: rows that a stop on purpose left out are older than those read. */
function isExact(listing: Listing<Backup>, start: Date | undefined): boolean {
  if (listing.reach !== 'enough') return listing.reach === 'end';
  const oldest = listing.rows.at(-1);
  return start !== undefined && oldest !== undefined && oldest.createdAt < start;
}

function startOf(backup: Backup): number {
  return backup.createdAt.getTime();
}
