import { formatAddonRef } from '../addons/addon.ts';
import type { AddonReading } from '../survey.ts';
import type { Verdict, VerdictWord } from './verdict.ts';
import { VERDICT_WORDS } from './verdict.ts';

/** An addon with what is to be said of it. */
export interface JudgedAddon {
  reading: AddonReading;
  verdict: Verdict;
}

/**
 * What a verdict asks of people. `unknown`: find out. `bad`: act now. `watch`: act soon.
 * `well`: nothing.
 */
export type Concern = 'unknown' | 'bad' | 'watch' | 'well';

const CONCERNS: Record<VerdictWord, Concern> = {
  unknown: 'unknown',
  failed: 'bad',
  missed: 'bad',
  stuck: 'bad',
  late: 'bad',
  odd: 'bad',
  expiring: 'watch',
  unprotected: 'watch',
  paused: 'well',
  running: 'well',
  fresh: 'well',
};

/** Verdicts that weigh the same: among them the age of the last good copy decides. */
const WEIGHTS: Record<VerdictWord, number> = {
  unknown: 0,
  failed: 1,
  missed: 1,
  stuck: 1,
  late: 2,
  odd: 3,
  expiring: 4,
  unprotected: 5,
  paused: 6,
  running: 7,
  fresh: 8,
};

const DAY_MS = 86_400_000;

/** What a verdict asks of people. */
export function concernOf(word: VerdictWord): Concern {
  return CONCERNS[word];
}

/** Whether somebody must act now: late and odd may still turn out well, these do not by themselves. */
export function isAlarming(word: VerdictWord): boolean {
  return word === 'failed' || word === 'missed' || word === 'stuck';
}

/**
 * Worst first: unknown, then what is bad by age ÷ interval, then the rest by verdict; equal ones by
 * address. An addon without any good copy is the worst of its kind.
 */
export function compareUrgency(a: JudgedAddon, b: JudgedAddon): number {
  return (
    WEIGHTS[a.verdict.word] - WEIGHTS[b.verdict.word] ||
    compareDescending(overdue(a.verdict), overdue(b.verdict)) ||
    b.verdict.streak - a.verdict.streak ||
    compareText(a.reading.addon.projectId, b.reading.addon.projectId) ||
    compareText(a.reading.addon.addonId, b.reading.addon.addonId)
  );
}

/** How many addons have each verdict, worst first, without those that none has. */
export function countWords(
  judged: readonly Pick<JudgedAddon, 'verdict'>[],
): { word: VerdictWord; count: number }[] {
  const counts = new Map<VerdictWord, number>();
  for (const { verdict } of judged) counts.set(verdict.word, (counts.get(verdict.word) ?? 0) + 1);
  return VERDICT_WORDS.flatMap((word) => {
    const count = counts.get(word);
    return count === undefined ? [] : [{ word, count }];
  });
}

/** The address of a judged addon. */
export function addressOf({ reading }: Pick<JudgedAddon, 'reading'>): string {
  return formatAddonRef(reading.addon);
}

/** Age ÷ interval; an unscheduled addon is measured against a day. */
function overdue({ lastGood, lastGoodAgeMs, ageRatio }: Verdict): number {
  if (ageRatio !== undefined) return ageRatio;
  if (lastGood === undefined) return Number.POSITIVE_INFINITY;
  return (lastGoodAgeMs ?? 0) / DAY_MS;
}

/** Without subtraction, since infinity minus infinity is no order. */
function compareDescending(a: number, b: number): number {
  return Number(b > a) - Number(a > b);
}

function compareText(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}
