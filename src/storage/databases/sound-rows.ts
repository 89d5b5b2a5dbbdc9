import { errorFields, type Log } from '../../domain/log.ts';

/** The rows of one question, by whether they could be read. */
export interface SoundRows<Row, T> {
  /** In the order of their rows. */
  sound: readonly T[];
  damaged: readonly Row[];
}

/**
 * Creates what reads the rows of one table each by itself: a damaged one must not keep the others
 * from being read. It is logged when it is first met.
 *
 * @param refer names a row, in the log and among the others.
 */
export function createSoundReader<Row>(
  log: Log,
  event: string,
  refer: (row: Row) => Readonly<Record<string, string>>,
) {
  const logged = new Set<string>();

  function tell(row: Row, error: unknown): void {
    const reference = refer(row);
    const key = JSON.stringify(reference);
    if (!logged.has(key)) log.error(event, { ...reference, ...errorFields(error) });
    logged.add(key);
  }

  return <Each extends Row, T>(
    rows: readonly Each[],
    read: (row: Each) => T,
  ): SoundRows<Each, T> => {
    const sound: T[] = [];
    const damaged: Each[] = [];
    for (const row of rows) {
      try {
        sound.push(read(row));
      } catch (error) {
        damaged.push(row);
        tell(row, error);
      }
    }
    return { sound, damaged };
  };
}
