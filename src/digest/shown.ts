import { createHash } from 'node:crypto';
import { formatAddonRef } from '../domain/addons/addon.ts';
import type { DigestContent } from '../domain/digests/digest.ts';
import type { BlindSpot } from '../domain/verdicts/blind-spots.ts';

/**
 * A short string that changes exactly when a reader would see something change: a verdict, a gap, or
 * something fixed or snoozed. Ages, counts of runs and the wording of reasons go on changing without that.
 */
export function shownOf(content: DigestContent): string {
  const { summary, blind, recovered, unscheduled, snoozed } = content;
  const seen = [
    Object.entries(summary.words).map(([address, word]) => `${address} ${word}`),
    blind.flatMap(gapsOf),
    recovered.map(({ addon, goodSince }) => `${formatAddonRef(addon)} ${goodSince?.getTime()}`),
    unscheduled.map(formatAddonRef),
    snoozed.map(({ snooze: { address, until } }) => `${address} ${until.getTime()}`),
  ].map((facts) => facts.toSorted());
  return createHash('sha256').update(JSON.stringify(seen)).digest('hex').slice(0, 32);
}

function gapsOf(spot: BlindSpot): string[] {
  switch (spot.kind) {
    case 'project':
      return [`project ${spot.project.id}`];
    case 'addons':
      return spot.addons.map((addon) => `addon ${formatAddonRef(addon)}`);
    case 'gaps':
      return [`gaps ${formatAddonRef(spot.addon)}`];
    case 'destination':
      return [`destination ${spot.destination.id}`];
    case 'rows':
      return [`rows ${spot.count}`];
    case 'account':
    case 'destinations':
      break;
  }
  return [spot.kind];
}
