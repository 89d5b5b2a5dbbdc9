import { editDistance, slipDistance } from '../nearest-word.ts';
import { slugOf } from '../slug.ts';
import { tidyProse } from '../typed-text.ts';
import type { Directory, DirectoryEntry } from './directory.ts';
import { isComplete } from './directory.ts';

/** An addon as somebody wrote it: ids or display names, spelled more or less right. */
export interface AddonAddress {
  /** Absent when only the addon was named. */
  project?: string | undefined;
  addon: string;
}

/** What an address leads to. */
export type AddonMatch =
  | {
      kind: 'found';
      addon: DirectoryEntry;
      /** True when a typo was forgiven: say which addon was understood. */
      corrected: boolean;
    }
  /** Several fit equally well; in the directory's order. */
  | { kind: 'ambiguous'; candidates: readonly DirectoryEntry[] }
  | {
      kind: 'none';
      /** Nearest first, at most three. */
      nearest: readonly DirectoryEntry[];
      /** True when part of the account could not be read, so that the addon may exist after all. */
      incomplete: boolean;
    };

/** Longest text that is compared: ids end long before it. */
const MAX_LENGTH = 120;
const NEAREST = 3;

/** Where an addon's page in Northflank's web app names it. */
const PAGE = /\/project\/(?<project>[^/\s|>]+)\/addons?\/(?<addon>[^/\s|>?#]+)/u;

/**
 * Reads an address the way keyboards, chat and people spoil it: Slack's `<…>` and `&amp;`, quotes,
 * backticks, long dashes, odd spaces, capitals and full stops are forgiven.
 *
 * @returns undefined when nothing is left.
 */
export function parseAddonAddress(text: string): AddonAddress | undefined {
  const plain = tidyProse(fromSlack(text.slice(0, 4 * MAX_LENGTH)))
    .normalize('NFKC')
    .replace(/[\u2044\u2215\\]/gu, '/')
    .replace(/["'`´«»‹›]/gu, '')
    .slice(0, MAX_LENGTH)
    .toLowerCase();
  const parts = plain
    .split('/')
    .map((part) => part.replace(/^[\s.,;:!?#@]+|[\s.,;:!?]+$/gu, ''))
    .filter((part) => part !== '');
  const addon = parts.at(-1);
  if (addon === undefined) return undefined;
  const project = parts.at(-2);
  return project === undefined ? { addon } : { project, addon };
}

/** Text as it was typed, before Slack escaped it and turned parts of it into links. */
function fromSlack(text: string): string {
  const page = PAGE.exec(text)?.groups;
  if (page !== undefined) return `${page['project']}/${page['addon']}`;
  return text
    .replace(/<([^<>|]*)\|([^<>]*)>/gu, (_, target: string, label: string) => label || target)
    .replace(/<([^<>]*)>/gu, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/**
 * Finds the addon that an address means.
 *
 * Ids come before display names, both before typos. A typo is forgiven only where one addon is
 * nearer than all others and the whole account was read, since otherwise another may be meant.
 */
export function resolveAddon(directory: Directory, address: AddonAddress): AddonMatch {
  for (const fits of [hasIds, hasNames]) {
    const candidates = directory.addons.filter((addon) => fits(addon, address));
    const [addon] = candidates;
    if (candidates.length > 1) return { kind: 'ambiguous', candidates };
    if (addon !== undefined) return { kind: 'found', addon, corrected: false };
  }
  const incomplete = !covers(directory, address);
  if (!incomplete) {
    const candidates = nearestTypos(directory, address);
    const [addon] = candidates;
    if (candidates.length > 1) return { kind: 'ambiguous', candidates };
    if (addon !== undefined) return { kind: 'found', addon, corrected: true };
  }
  return { kind: 'none', nearest: nearestAddons(directory, address), incomplete };
}

function hasIds({ projectId, addonId }: DirectoryEntry, { project, addon }: AddonAddress): boolean {
  return (
    addonId.toLowerCase() === addon &&
    (project === undefined || projectId.toLowerCase() === project)
  );
}

function hasNames(entry: DirectoryEntry, { project, addon }: AddonAddress): boolean {
  return (
    isNamed(addon, entry.addonId, entry.name) &&
    (project === undefined || isNamed(project, entry.projectId, entry.projectName))
  );
}

/** Names compare as the ids that Northflank would make of them; a name without Latin letters as it is. */
function isNamed(typed: string, id: string, name: string): boolean {
  const slug = slugOf(typed);
  if (slug !== '' && (slug === id || slug === slugOf(name))) return true;
  return typed === name.normalize('NFKC').trim().toLowerCase();
}

/** Whether the directory would hold the addon if there were one. */
function covers(directory: Directory, { project }: AddonAddress): boolean {
  if (isComplete(directory)) return true;
  if (project === undefined || directory.unreadableRows > 0) return false;
  const named = directory.projects.filter(({ id, name }) => isNamed(project, id, name));
  const unread = new Set(directory.unreadProjects.map((unreadProject) => unreadProject.project.id));
  return named.length > 0 && named.every(({ id }) => !unread.has(id));
}

/** Addons that only a forgivable typo keeps from the address, all equally near. */
function nearestTypos(directory: Directory, { project, addon }: AddonAddress): DirectoryEntry[] {
  let best = Number.POSITIVE_INFINITY;
  let nearest: DirectoryEntry[] = [];
  for (const entry of directory.addons) {
    const distance =
      typoDistance(addon, entry.addonId, entry.name) +
      (project === undefined ? 0 : typoDistance(project, entry.projectId, entry.projectName));
    if (distance > best || distance === Number.POSITIVE_INFINITY) continue;
    nearest = distance < best ? [entry] : [...nearest, entry];
    best = distance;
  }
  return nearest;
}

function typoDistance(typed: string, id: string, name: string): number {
  return Math.min(...[id, name.toLowerCase()].map((word) => slipDistance(typed, word)));
}

/** The addons that come closest, however far: what was typed counts in the addon before the project. */
function nearestAddons(directory: Directory, { project, addon }: AddonAddress): DirectoryEntry[] {
  return directory.addons
    .map((entry) => ({
      entry,
      distance:
        looseDistance(addon, entry.addonId) * 2 +
        (project === undefined ? 0 : looseDistance(project, entry.projectId)),
    }))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, NEAREST)
    .map(({ entry }) => entry);
}

/** 0 for equal, 1 for nothing in common; a part of the word counts as near. */
function looseDistance(typed: string, id: string): number {
  if (typed === id) return 0;
  const share = editDistance(typed, id) / Math.max(typed.length, id.length, 1);
  return id.includes(typed) || typed.includes(id) ? share / 4 : share;
}
