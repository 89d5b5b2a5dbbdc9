import type { Project } from '../addons/addon.ts';
import type { DirectoryEntry } from '../addons/directory.ts';
import type { Scope } from '../addons/scope.ts';
import { coversEverything, mayCoverProject } from '../addons/scope.ts';
import type { Destination } from '../destinations/destination.ts';
import type { Listing } from '../listing.ts';
import type { AddonReading, Survey } from '../survey.ts';
import { factsOf } from './reading-facts.ts';
import type { JudgedAddon } from './urgency.ts';
import { compareUrgency } from './urgency.ts';

/** Something that a survey could not see; `reason` is a clause without markup. */
export type BlindSpot =
  /** The list of projects broke off: whole projects may be missing. */
  | { kind: 'account'; reason: string }
  /** How many addons the project holds is not known; `isPartial` where the list broke off after some. */
  | { kind: 'project'; project: Project; isPartial: boolean; reason: string }
  /** Addons that nothing can be said of, for the same reason. */
  | { kind: 'addons'; addons: readonly DirectoryEntry[]; reason: string }
  /** Rows of the project and addon lists. */
  | { kind: 'rows'; count: number }
  /** An addon with a verdict whose lists have gaps. */
  | { kind: 'gaps'; addon: DirectoryEntry; reason: string }
  | { kind: 'destinations'; reason: string }
  | { kind: 'destination'; destination: Destination; reason: string };

/**
 * Everything within a scope that a survey could not see, the widest first; empty only when an
 * all-clear would be honest.
 *
 * @param judged the addons of the scope.
 * @param since what happened before is of no concern, so that gaps there are none.
 */
export function findBlindSpots(
  survey: Survey,
  judged: readonly JudgedAddon[],
  scope: Scope,
  since: Date,
): BlindSpot[] {
  const spots: BlindSpot[] = [];
  if (survey.failure !== undefined) spots.push({ kind: 'account', reason: survey.failure.reason });
  for (const { project, failure } of survey.unreadProjects) {
    if (!mayCoverProject(scope, project.id)) continue;
    const isPartial = survey.addons.some(({ addon }) => addon.projectId === project.id);
    spots.push({ kind: 'project', project, isPartial, reason: failure.reason });
  }
  spots.push(...unknownAddons(judged));
  if (survey.unreadableRows > 0) spots.push({ kind: 'rows', count: survey.unreadableRows });
  spots.push(...addonGaps(judged, since), ...unseenDestinations(survey, judged, scope));
  return spots;
}

/** Addons of verdict unknown, those with a common reason together and the largest group first. */
function unknownAddons(judged: readonly JudgedAddon[]): BlindSpot[] {
  const unknown = judged
    .filter(({ verdict }) => verdict.word === 'unknown')
    .toSorted(compareUrgency);
  const groups = Map.groupBy(unknown, reasonOf);
  return [...groups]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([reason, members]) => ({
      kind: 'addons',
      reason,
      addons: members.map(({ reading }) => reading.addon),
    }));
}

/** The failure itself where there is one: the verdict's sentence may name the addon. */
function reasonOf({ reading, verdict }: JudgedAddon): string {
  return reading.kind === 'unreadable' ? reading.failure.reason : verdict.reason;
}

/** A verdict that was reached with gaps in what it rests on. */
function addonGaps(judged: readonly JudgedAddon[], since: Date): BlindSpot[] {
  return judged.flatMap(({ reading, verdict }) => {
    if (reading.kind !== 'read' || verdict.word === 'unknown') return [];
    const reason = gapSince(reading, since) ?? gapOf(reading.schedules, 'schedule list');
    return reason === undefined ? [] : [{ kind: 'gaps', addon: reading.addon, reason }];
  });
}

/** Rows come newest first, so that what broke off, or could not be read, before the moment hides nothing. */
function gapSince(
  reading: Extract<AddonReading, { kind: 'read' }>,
  since: Date,
): string | undefined {
  const { failure, unreadable } = reading.backups;
  const isHidden = failure !== undefined && !reachesBack(reading, since);
  return gapOf(
    {
      failure: isHidden ? failure : undefined,
      unreadable: unreadable.filter(({ notAfter }) => notAfter === undefined || notAfter >= since),
    },
    'backup list',
  );
}

function reachesBack(reading: AddonReading, since: Date): boolean {
  const { oldestAt } = factsOf(reading);
  return oldestAt !== undefined && oldestAt < since;
}

function gapOf(
  listing: Pick<Listing<unknown>, 'failure' | 'unreadable'>,
  name: string,
): string | undefined {
  if (listing.failure !== undefined) return `its ${name} broke off: ${listing.failure.reason}`;
  const count = listing.unreadable.length;
  if (count === 0) return undefined;
  return `${count} ${count === 1 ? 'row' : 'rows'} of its ${name} could not be read`;
}

/** Destinations that hold the scope's copies, since only their own lists tell when a copy expires. */
function unseenDestinations(
  survey: Survey,
  judged: readonly JudgedAddon[],
  scope: Scope,
): BlindSpot[] {
  const all = coversEverything(scope);
  // Without the scope's own copies anywhere, what a destination hides is of no concern here.
  const used = new Set(all ? [] : judged.flatMap(({ reading }) => factsOf(reading).destinationIds));
  const spots: BlindSpot[] = [];
  const failure = survey.destinationsFailure;
  if (failure !== undefined && (all || used.size > 0)) {
    spots.push({ kind: 'destinations', reason: failure.reason });
  }
  for (const reading of survey.destinations) {
    const { destination } = reading;
    // No addon counts on it: what they do count on was read under the ids that they name.
    if (reading.kind === 'idUnknown') continue;
    if (!all && !used.has(destination.id)) continue;
    const reason =
      reading.kind === 'unreadable'
        ? reading.failure.reason
        : gapOf(reading.backups, 'backup list');
    if (reason !== undefined) spots.push({ kind: 'destination', destination, reason });
  }
  return spots;
}
