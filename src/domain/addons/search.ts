import type { Directory, DirectoryEntry } from './directory.ts';

/** Ranks of a hit, best first; a miss has none. */
const RANK = { exact: 0, prefix: 1, wordStart: 2, substring: 3, fuzzy: 4 } as const;

/** A hit in the project's name counts, after every like hit in the addon's own. */
const PROJECT_PENALTY = 0.5;

/**
 * Addons for a type-ahead, best first: beginnings before word beginnings before parts before typos,
 * and in the directory's order where equal. Every word of the query must hit; an empty one hits all.
 */
export function searchAddons(directory: Directory, query: string, limit = 100): DirectoryEntry[] {
  const words = query
    .normalize('NFKC')
    .toLowerCase()
    .split(/[\s/]+/u)
    .filter(Boolean)
    .slice(0, 8);
  return directory.addons
    .map((addon) => ({ addon, rank: rankOf(addon, words) }))
    .filter(({ rank }) => rank !== undefined)
    .toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    .slice(0, limit)
    .map(({ addon }) => addon);
}

/** Sum of the words' ranks; undefined when one of them hits nothing. */
function rankOf(addon: DirectoryEntry, words: readonly string[]): number | undefined {
  const own = [addon.addonId, addon.name].map(toName);
  const project = [addon.projectId, addon.projectName].map(toName);
  let sum = 0;
  for (const word of words) {
    const best = Math.min(
      ...own.map((name) => rankWord(name, word)),
      ...project.map((name) => rankWord(name, word) + PROJECT_PENALTY),
    );
    if (best === Number.POSITIVE_INFINITY) return undefined;
    sum += best;
  }
  return sum;
}

interface Name {
  text: string;
  parts: readonly string[];
}

function toName(name: string): Name {
  const text = name.toLowerCase();
  return { text, parts: text.split(/[^\p{L}\p{N}]+/u) };
}

function rankWord({ text, parts }: Name, word: string): number {
  if (text === word) return RANK.exact;
  if (text.startsWith(word)) return RANK.prefix;
  if (parts.some((part) => part.startsWith(word))) return RANK.wordStart;
  if (text.includes(word)) return RANK.substring;
  if ([text, ...parts].some((part) => isMistyped(part, word))) return RANK.fuzzy;
  return Number.POSITIVE_INFINITY;
}

/**
 * Whether the beginning of a word is one slip away from what was typed so far: a letter too many, too
 * few, another, or two swapped. Reads on from the first difference instead of measuring whole words,
 * since each key press asks this of every addon.
 */
function isMistyped(part: string, word: string): boolean {
  if (word.length < 3 || word.length > 40) return false;
  let at = 0;
  while (at < word.length && part[at] === word[at]) at += 1;
  const isSwapped = part[at] === word[at + 1] && part[at + 1] === word[at];
  return (
    part.startsWith(word.slice(at + 1), at) ||
    part.startsWith(word.slice(at + 1), at + 1) ||
    part.startsWith(word.slice(at), at + 1) ||
    (isSwapped && part.startsWith(word.slice(at + 2), at + 2))
  );
}
