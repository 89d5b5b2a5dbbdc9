import { formatAddonRef } from '../addons/addon.ts';
import { type DestinationBackup, isFinished } from '../backup.ts';
import type { Listing } from '../listing.ts';

/** What one destination holds, as far as its list was read. */
export interface Holding {
  /** Completed backups. */
  copies: number;
  /** Backups that did not end well, or whose end is not known. */
  bad: number;
  /** Addons that have a completed backup here; those without a name count as none. */
  addons: number;
  /** The newest completed backup. */
  newest?: DestinationBackup | undefined;
  /** False when more may be there than was read. */
  whole: boolean;
}

/** Sums up a destination's list, whose rows come newest first. */
export function holdingOf(listing: Listing<DestinationBackup>): Holding {
  const completed = listing.rows.filter(({ status }) => status === 'completed');
  const addons = completed.flatMap(({ addon }) =>
    addon === undefined ? [] : [formatAddonRef(addon)],
  );
  return {
    copies: completed.length,
    bad: listing.rows.filter(
      ({ status }) => status !== 'completed' && (isFinished(status) || status === 'unknown'),
    ).length,
    addons: new Set(addons).size,
    newest: completed[0],
    whole: listing.reach === 'end' && listing.unreadable.length === 0,
  };
}
