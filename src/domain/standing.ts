import { type Backup, type BackupType, isFinished } from './backup.ts';
import { isBad } from './show-filter.ts';

/** Where one addon stands with one way of making copies, as far as its backups were read. */
export interface Standing {
  type: BackupType;
  /** The newest completed backup; absent when none was among those read. */
  lastGood?: Backup | undefined;
  /** Runs since {@link lastGood} that ended badly, newest first. */
  badSince: readonly Backup[];
  /** The newest run that is under way or waits. */
  pending?: Backup | undefined;
}

/** Among equals dumps come first: they alone can be taken elsewhere. */
const TYPE_ORDER: readonly BackupType[] = ['dump', 'snapshot', 'import', 'unknown'];

/**
 * Judges each way of making copies on its own, so that hourly snapshots cannot hide broken dumps.
 *
 * Worst first: what never worked, what works no more, what works, and last what nobody promised.
 *
 * @param backups newest first.
 * @param promised types that schedules name; empty where nothing is scheduled or nobody knows.
 */
export function standingsOf(
  backups: readonly Backup[],
  promised: ReadonlySet<BackupType> = new Set(),
): Standing[] {
  const rank = (standing: Standing): number =>
    promised.size === 0 || promised.has('unknown') || promised.has(standing.type)
      ? 1 + severity(standing)
      : 0;
  return TYPE_ORDER.flatMap((type) => {
    const ofType = backups.filter((backup) => backup.type === type);
    return ofType.length === 0 ? [] : [standingOf(type, ofType)];
  }).toSorted((a, b) => rank(b) - rank(a));
}

/** The newest completed backup of any type. */
export function lastGoodOf(backups: readonly Backup[]): Backup | undefined {
  return backups.find(({ status }) => status === 'completed');
}

function standingOf(type: BackupType, backups: readonly Backup[]): Standing {
  const lastGood = lastGoodOf(backups);
  const since = lastGood === undefined ? backups : backups.slice(0, backups.indexOf(lastGood));
  return {
    type,
    lastGood,
    badSince: since.filter((backup) => isBad(backup)),
    pending: since.find((backup) => !isFinished(backup.status) && !isBad(backup)),
  };
}

function severity({ lastGood, badSince }: Standing): number {
  if (badSince.length === 0) return 0;
  return lastGood === undefined ? 2 : 1;
}
