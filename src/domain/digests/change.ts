import type { JudgedAddon } from '../verdicts/urgency.ts';
import { concernOf } from '../verdicts/urgency.ts';
import { type DigestSummary, wasBad } from './summary.ts';

/** What is different from the last digest. */
export interface Change {
  /** Date of the last digest, `YYYY-MM-DD`. */
  since: string;
  /** Addons that are bad now and were not. */
  newlyBad: number;
  /** Addons that were bad and are known not to be now. */
  fixed: number;
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
