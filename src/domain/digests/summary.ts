import { isRecord } from '../json.ts';
import type { JudgedAddon } from '../verdicts/urgency.ts';
import { addressOf, concernOf } from '../verdicts/urgency.ts';
import { VERDICT_WORDS, type VerdictWord } from '../verdicts/verdict.ts';
import type { LostSight } from './lost-sight.ts';

/** What of a digest the next one needs; plain JSON. */
export interface DigestSummary {
  /** `YYYY-MM-DD` in the subscription's zone. */
  localDate: string;
  /** Verdicts by `project/addon` of every addon that was not well, or not when it was last read. */
  words: Readonly<Record<string, VerdictWord>>;
}

/** What the next digest is compared with. An alarm that cannot be seen goes on; one that is gone was told. */
export function summarize(
  judged: readonly JudgedAddon[],
  lost: readonly LostSight[],
  localDate: string,
): DigestSummary {
  const words = judged
    .filter(({ verdict }) => concernOf(verdict.word) !== 'well')
    .map((addon) => [addressOf(addon), addon.verdict.word] as const);
  const hidden = lost
    .filter(({ isGone }) => !isGone)
    .map(({ address, word }) => [address, word] as const);
  return { localDate, words: Object.fromEntries([...words, ...hidden]) };
}

/** Whether an addon was called bad. */
export function wasBad(addon: JudgedAddon, words: DigestSummary['words']): boolean {
  const was = words[addressOf(addon)];
  return was !== undefined && concernOf(was) === 'bad';
}

/**
 * Reads a stored summary back.
 *
 * @returns undefined for anything else, so that a digest after an upgrade merely compares with nothing.
 */
export function parseDigestSummary(stored: unknown): DigestSummary | undefined {
  if (!isRecord(stored) || typeof stored['localDate'] !== 'string') return undefined;
  const words = parseWords(stored['words']);
  return words && { localDate: stored['localDate'], words };
}

/** Reads stored verdicts back, leaving out words that only a later version knows; undefined for anything else. */
export function parseWords(stored: unknown): DigestSummary['words'] | undefined {
  if (!isRecord(stored)) return undefined;
  const known = Object.entries(stored).filter((pair): pair is [string, VerdictWord] =>
    VERDICT_WORDS.some((word) => word === pair[1]),
  );
  return Object.fromEntries(known);
}
