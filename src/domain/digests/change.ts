import type { JudgedAddon } from '../verdicts/urgency.ts';
import { addressOf, concernOf } from '../verdicts/urgency.ts';
import { VERDICT_WORDS, type VerdictWord } from '../verdicts/verdict.ts';

/** What of a digest the next one needs; plain JSON. */
export interface DigestSummary {
  /** `YYYY-MM-DD` in the subscription's zone. */
  localDate: string;
  /** Verdicts by `project/addon` of every addon that was not well. */
  words: Readonly<Record<string, VerdictWord>>;
}

/** What is different from the last digest. */
export interface Change {
  /** Date of the last digest, `YYYY-MM-DD`. */
  since: string;
  /** Addons that are bad now and were not. */
  newlyBad: number;
  /** Addons that were bad and are known not to be now. */
  fixed: number;
}

/** What the next digest is compared with. */
export function summarize(judged: readonly JudgedAddon[], localDate: string): DigestSummary {
  const words = judged
    .filter(({ verdict }) => concernOf(verdict.word) !== 'well')
    .map((addon) => [addressOf(addon), addon.verdict.word] as const);
  return { localDate, words: Object.fromEntries(words) };
}

/** Counts what became bad and what was mended. An addon that cannot be read now is neither. */
export function compareWithLast(judged: readonly JudgedAddon[], last: DigestSummary): Change {
  const newlyBad = judged.filter(
    (addon) => concernOf(addon.verdict.word) === 'bad' && !wasBad(addon, last.words),
  );
  const fixed = judged.filter((addon) => {
    const concern = concernOf(addon.verdict.word);
    return concern !== 'bad' && concern !== 'unknown' && wasBad(addon, last.words);
  });
  return {
    since: last.localDate,
    newlyBad: newlyBad.length,
    fixed: fixed.length,
  };
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
  const { localDate, words } = stored;
  if (!isRecord(words)) return undefined;
  const known = Object.entries(words).filter((pair): pair is [string, VerdictWord] =>
    VERDICT_WORDS.some((word) => word === pair[1]),
  );
  return { localDate, words: Object.fromEntries(known) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
