import type { VerdictWord } from '../domain/verdict.ts';

/** A shape for each verdict, so that none is told by color alone. */
const SHAPES: Readonly<Record<VerdictWord, string>> = {
  unknown: '◌',
  failed: '✖',
  missed: '✖',
  stuck: '◔',
  late: '◔',
  odd: '△',
  expiring: '△',
  unprotected: '△',
  paused: '‖',
  running: '◔',
  fresh: '✔',
};

/** Shape and word of a verdict: `✖ MISSED`. */
export function verdictMark(word: VerdictWord): string {
  return `${SHAPES[word]} ${word.toUpperCase()}`;
}
