/**
 * Edit distance in which a swap of neighbors counts once, as typing slips do.
 *
 * @see https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance (optimal string alignment)
 */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** The word that was most likely meant: at most a third of it is different; absent when none is near. */
export function nearestWord(typed: string, words: readonly string[]): string | undefined {
  const ranked = words
    .map((word) => ({ word, distance: editDistance(typed, word) }))
    .filter(({ word, distance }) => distance <= Math.ceil(word.length / 3))
    .toSorted((a, b) => a.distance - b.distance);
  return ranked[0]?.word;
}

/**
 * Mistakes between what was typed and a name; infinite where they are too many for a mere slip.
 *
 * For names, where a wrong guess shows somebody the wrong database: stricter than {@link nearestWord}.
 */
export function slipDistance(typed: string, name: string): number {
  const allowed = allowedSlips(typed);
  // Cheap first: most words differ too much in length to be worth a table.
  if (Math.abs(typed.length - name.length) > allowed) return Number.POSITIVE_INFINITY;
  // orders-db-1 and orders-db-2 are two databases, not a slip of the finger.
  if (digitsOf(typed) !== digitsOf(name)) return Number.POSITIVE_INFINITY;
  const distance = editDistance(typed, name);
  return distance <= allowed ? distance : Number.POSITIVE_INFINITY;
}

/** The one thing whose name is only a slip away, and nearer than all others; absent when in doubt. */
export function meantByName<T>(
  typed: string,
  things: readonly T[],
  namesOf: (thing: T) => readonly string[],
): T | undefined {
  const near = things
    .map((thing) => ({
      thing,
      distance: Math.min(...namesOf(thing).map((name) => slipDistance(typed, name))),
    }))
    .filter(({ distance }) => distance !== Number.POSITIVE_INFINITY)
    .toSorted((a, b) => a.distance - b.distance);
  const [best, next] = near;
  return best === undefined || best.distance === next?.distance ? undefined : best.thing;
}

/** Short names are too close to each other for two mistakes, the shortest for any. */
function allowedSlips(typed: string): number {
  if (typed.length < 3) return 0;
  return typed.length < 8 ? 1 : 2;
}

function digitsOf(text: string): string {
  return text.replace(/\D/gu, '');
}
