import { tidyToken } from '../typed-text.ts';
import type { Directory, DirectoryEntry } from './directory.ts';
import { coversAddon } from './scope.ts';
import { searchAddons } from './search.ts';

/** What a pattern is made of: Northflank's ids, and `*` for any run of characters. */
const PART = /^[a-z0-9*][a-z0-9*._-]*$/u;

/** One thing that a scope can name, for a type-ahead. */
export interface PatternChoice {
  /** `project/addon`, each part with `*` for any run of characters. */
  pattern: string;
  /** The addons that it covers now. */
  addons: readonly DirectoryEntry[];
}

/**
 * Reads one pattern as people type it; a project alone, `prod` or `prod/`, means all of it.
 *
 * @returns it as `project/addon`, or `undefined` for what cannot be one.
 */
export function parsePattern(typed: string): string | undefined {
  const [project = '', addon = '', ...rest] = tidyToken(typed)
    .toLowerCase()
    .replace(/\*+/gu, '*')
    .split('/')
    .map((part) => part.trim());
  if (rest.length > 0 || (project === '' && addon === '')) return undefined;
  const parts = [project === '' ? '*' : project, addon === '' ? '*' : addon];
  return parts.every((part) => PART.test(part)) ? parts.join('/') : undefined;
}

/** How many choices a menu takes, and how many characters each. */
export interface MenuSize {
  options: number;
  optionValue: number;
}

/**
 * What somebody who is typing may mean: what they typed where it is a pattern, then whole projects,
 * then single addons. What is too long for the menu is offered with `*` for what is left out of it.
 */
export function suggestPatterns(
  directory: Directory,
  query: string,
  { options: limit, optionValue }: MenuSize,
): PatternChoice[] {
  const typed = typedPatterns(query);
  const isWild = query.includes('*');
  const addons = isWild ? coveredBy(directory, typed) : searchAddons(directory, query, limit);
  const patterns = [
    ...typed.filter((pattern) => isWild || !pattern.includes('*')),
    ...(isWild ? [] : projectsLike(directory, query).map((id) => `${id}/*`)),
    ...addons.map(({ projectId, addonId }) => `${projectId}/${addonId}`),
  ];
  const choices = [...new Set(patterns.map((pattern) => shorten(pattern, optionValue)))]
    .slice(0, limit)
    .map((pattern): PatternChoice => ({ pattern, addons: coveredBy(directory, [pattern]) }));
  return isWild ? choices.toSorted(emptyLast) : choices;
}

/** Without a slash, `*-db` may be about projects or about addons. */
function typedPatterns(query: string): string[] {
  const pattern = parsePattern(query);
  if (pattern === undefined) return [];
  if (query.includes('/')) return [pattern];
  return query.includes('*') ? [`*/${pattern.replace(/\/\*$/u, '')}`, pattern] : [];
}

/** A pattern of at most so many characters that covers all that this one does; the longer part gives way. */
function shorten(pattern: string, length: number): string {
  if (pattern.length <= length) return pattern;
  const [project = '', addon = ''] = pattern.split('/');
  const room = length - '/'.length;
  const shortProject = cut(project, Math.max(room - addon.length, Math.floor(room / 2)));
  return `${shortProject}/${cut(addon, room - shortProject.length)}`;
}

function cut(part: string, length: number): string {
  return part.length <= length ? part : `${part.slice(0, length - 1).replace(/\*$/u, '')}*`;
}

function projectsLike({ projects }: Directory, query: string): string[] {
  const wanted = query
    .trim()
    .toLowerCase()
    .replace(/\/\*?$/u, '');
  return projects
    .filter(({ id, name }) => id.includes(wanted) || name.toLowerCase().includes(wanted))
    .map(({ id }) => id);
}

function coveredBy({ addons }: Directory, patterns: readonly string[]): DirectoryEntry[] {
  return patterns.length === 0
    ? []
    : addons.filter((addon) => coversAddon({ patterns, types: [] }, addon));
}

function emptyLast(a: PatternChoice, b: PatternChoice): number {
  return Number(a.addons.length === 0) - Number(b.addons.length === 0);
}
