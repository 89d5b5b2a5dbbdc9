import { factsOf } from './reading-facts.ts';
import type { JudgedAddon } from './urgency.ts';
import { concernOf } from './urgency.ts';

/** What most of the bad addons have in common. */
export interface Cause {
  kind: 'destination' | 'project';
  id: string;
  /** Bad addons that share it, and bad addons in all. */
  explained: number;
  bad: number;
}

/** Fewer bad addons than this share something by chance. */
const MIN_BAD = 3;

/** A cause must explain at least this share of the bad addons. */
const MIN_EXPLAINED = 0.7;

/** What is mostly well cannot be what makes the others bad. */
const MIN_SICK = 0.5;

/**
 * The one destination or project that explains most of what is bad; the narrower one where both do.
 *
 * @param judged every addon of the scope: the well ones show what is no cause.
 */
export function findCause(judged: readonly JudgedAddon[]): Cause | undefined {
  const bad = judged.filter(({ verdict }) => concernOf(verdict.word) === 'bad');
  if (bad.length < MIN_BAD) return undefined;

  const ways = [
    { kind: 'destination', idsOf: ({ reading }: JudgedAddon) => factsOf(reading).destinationIds },
    { kind: 'project', idsOf: ({ reading }: JudgedAddon) => [reading.addon.projectId] },
  ] as const;
  return ways
    .flatMap(({ kind, idsOf }) => {
      const sharing = countBy(bad, idsOf);
      const all = countBy(judged, idsOf);
      return [...sharing].map(([id, explained]) => ({
        cause: { kind, id, explained, bad: bad.length },
        members: all.get(id) ?? explained,
      }));
    })
    .filter(
      ({ cause, members }) =>
        cause.explained >= MIN_EXPLAINED * bad.length &&
        cause.explained >= MIN_SICK * members &&
        // What all addons share says nothing about the bad ones.
        members < judged.length,
    )
    .toSorted((a, b) => b.cause.explained - a.cause.explained || a.members - b.members)
    .map(({ cause }) => cause)
    .at(0);
}

function countBy(
  judged: readonly JudgedAddon[],
  idsOf: (addon: JudgedAddon) => readonly string[],
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const addon of judged) {
    for (const id of idsOf(addon)) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}
