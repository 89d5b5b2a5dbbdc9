import type { DigestCount } from '../../domain/digests/digest.ts';
import type { SlotOutcome, VerdictWord } from '../../domain/verdicts/verdict.ts';

/** A shape for each verdict, so that none is told by color alone. */
const VERDICT_SHAPES: Readonly<Record<VerdictWord, string>> = {
  unknown: '◌',
  failed: '✖',
  missed: '✖',
  stuck: '◔',
  late: '◔',
  odd: '▲',
  expiring: '▲',
  unprotected: '○',
  paused: '‖',
  running: '◔',
  fresh: '✔',
};

const SLOT_SHAPES: Readonly<Record<SlotOutcome, string>> = {
  done: '✔',
  failed: '✖',
  aborted: '⊘',
  running: '◔',
  waiting: '‖',
  stuck: '◔',
  late: '◔',
  missed: '○',
  unknown: '◌',
};

/** The shape of what is bad and calls nobody for a while. */
export const SNOOZED_SHAPE = '☾';

/** The shape alone. */
export function verdictShape(word: VerdictWord): string {
  return VERDICT_SHAPES[word];
}

/** Shape and word: `✖ FAILED` where a person must look, `✔ fresh` where none must. */
export function verdictMark(word: VerdictWord): string {
  const isCalm = word === 'paused' || word === 'running' || word === 'fresh';
  return `${VERDICT_SHAPES[word]} ${isCalm ? word : word.toUpperCase()}`;
}

/** The shape of what became of one slot. */
export function slotShape(outcome: SlotOutcome): string {
  return SLOT_SHAPES[outcome];
}

/** Counts in words: `cannot tell for 4, 2 failed, 1 snoozed, 37 fresh`. */
export function describeCounts(counts: readonly DigestCount[]): string {
  return counts
    .map(({ word, count }) =>
      word === 'unknown' ? `cannot tell for ${count}` : `${count} ${word}`,
    )
    .join(', ');
}
