/** How rows of one list are told apart. */
export interface RowIdentity<T> {
  /** What makes a row the same as one of an earlier page, since lists shift while they are read. */
  keyOf: (value: T) => string;
  /** When a row came to be, for lists that may be ordered by it. */
  dateOf?: ((value: T) => Date) | undefined;
}

/**
 * Makes what tells whether a row has come before.
 *
 * A row has one moment, so that while rows only go back in time it is enough to look at those of the same
 * moment. From the first row that is newer than the one above it, all of them are looked at.
 *
 * @returns to be asked of each row once, in their order.
 */
export function createRepeats<T>({ keyOf, dateOf }: RowIdentity<T>): (value: T) => boolean {
  const rows: T[] = [];
  let last = Number.POSITIVE_INFINITY;
  /** Where the rows of the last moment begin. */
  let from = 0;
  let keys: Set<string> | undefined;

  function isAmongThoseOfTheMoment(value: T): boolean {
    if (from === rows.length) return false;
    const key = keyOf(value);
    for (let index = from; index < rows.length; index += 1) {
      const row = rows[index];
      if (row !== undefined && keyOf(row) === key) return true;
    }
    return false;
  }

  function isAmongAll(value: T): boolean {
    keys ??= new Set(rows.map(keyOf));
    const known = keys.size;
    return keys.add(keyOf(value)).size === known;
  }

  return (value) => {
    const at = dateOf?.(value).getTime() ?? Number.POSITIVE_INFINITY;
    if (keys !== undefined || dateOf === undefined || at > last) return isAmongAll(value);
    if (at < last) from = rows.length;
    last = at;
    const isRepeat = isAmongThoseOfTheMoment(value);
    if (!isRepeat) rows.push(value);
    return isRepeat;
  };
}
