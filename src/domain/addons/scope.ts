import { formatCount, formatList } from '../format.ts';
import type { Addon, AddonRef } from './addon.ts';

/** Which addons a digest or board covers. */
export interface Scope {
  /** `project/addon` patterns in which `*` stands for any run of characters; empty means everything. */
  patterns: readonly string[];
  /** Addon types such as `postgresql`; empty means all. */
  types: readonly string[];
}

/** More projects than this are counted, not named. */
const MAX_NAMED_PROJECTS = 5;

/** Whether a digest or board of this scope is about the addon. */
export function coversAddon(
  { patterns, types }: Scope,
  { projectId, addonId, type }: AddonRef & Pick<Addon, 'type'>,
): boolean {
  if (types.length > 0 && (type === undefined || !types.includes(type))) return false;
  return (
    patterns.length === 0 ||
    patterns.some((pattern) => {
      const { project, addon } = splitPattern(pattern);
      return matches(project, projectId) && matches(addon, addonId);
    })
  );
}

/** Whether a project could hold an addon of this scope, for when its addons could not be listed. */
export function mayCoverProject({ patterns }: Scope, projectId: string): boolean {
  return (
    patterns.length === 0 ||
    patterns.some((pattern) => matches(splitPattern(pattern).project, projectId))
  );
}

/** Whether a scope leaves nothing out. */
export function coversEverything({ patterns, types }: Scope): boolean {
  return types.length === 0 && (patterns.length === 0 || patterns.some(isEverything));
}

/** Whether any of these scopes is about the addon; without any, everything is meant. */
export function coversAny(
  scopes: readonly Scope[],
  addon: AddonRef & Pick<Addon, 'type'>,
): boolean {
  return scopes.length === 0 || scopes.some((scope) => coversAddon(scope, addon));
}

/** One scope that leaves out nothing that any of these covers, though it may cover more. */
export function widestScope(scopes: readonly Scope[]): Scope {
  return {
    patterns: unionOf(scopes.map(({ patterns }) => patterns)),
    types: unionOf(scopes.map(({ types }) => types)),
  };
}

/** An empty list stands for everything. */
function unionOf(lists: readonly (readonly string[])[]): string[] {
  return lists.some((list) => list.length === 0) ? [] : [...new Set(lists.flat())];
}

/** Addons by project, in words: `12 addons in prod, 3 in staging`; most first. */
export function describeCoverage(addons: readonly Pick<AddonRef, 'projectId'>[]): string {
  const counts = new Map<string, number>();
  for (const { projectId } of addons) counts.set(projectId, (counts.get(projectId) ?? 0) + 1);
  if (counts.size === 0) return 'no addon';
  const ranked = [...counts].toSorted(([, a], [, b]) => b - a);
  const named = ranked.slice(0, MAX_NAMED_PROJECTS);
  const rest = ranked.slice(MAX_NAMED_PROJECTS);
  const parts = named.map(([projectId, count], index) =>
    index === 0 ? `${formatCount(count, 'addon')} in ${projectId}` : `${count} in ${projectId}`,
  );
  if (rest.length === 0) return parts.join(', ');
  const others = rest.reduce((sum, [, count]) => sum + count, 0);
  return formatList([...parts, `${others} in ${formatCount(rest.length, 'more project')}`]);
}

/** A pattern without a slash names projects: `prod` is `prod/*`. */
function splitPattern(pattern: string): { project: string; addon: string } {
  const slash = pattern.indexOf('/');
  if (slash < 0) return { project: pattern, addon: '*' };
  return { project: pattern.slice(0, slash), addon: pattern.slice(slash + 1) || '*' };
}

function isEverything(pattern: string): boolean {
  const { project, addon } = splitPattern(pattern);
  return /^\*+$/u.test(project) && /^\*+$/u.test(addon);
}

/** Compares with a pattern in which `*` stands for any run of characters; in linear time. */
function matches(pattern: string, text: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  const tail = rest.pop();
  if (tail === undefined) return pattern === text;
  if (!text.startsWith(head)) return false;
  let from = head.length;
  for (const part of rest) {
    const at = text.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return text.length - tail.length >= from && text.endsWith(tail);
}
