import type { ReadFailure } from './listing.ts';
import type { Survey } from './survey.ts';

/**
 * Whether our own limits kept something from being read: the hour's requests, or a reading that was
 * stopped. That says nothing of any backup.
 */
export function isCutShort(survey: Survey): boolean {
  return failuresOf(survey).some(({ kind }) => kind === 'rate-limited' || kind === 'cancelled');
}

function failuresOf({
  failure,
  unreadProjects,
  addons,
  destinations,
  destinationsFailure,
}: Survey): ReadFailure[] {
  const failures = [
    failure,
    destinationsFailure,
    ...unreadProjects.map((unread) => unread.failure),
    ...addons.flatMap((reading) =>
      reading.kind === 'read'
        ? [reading.backups.failure, reading.schedules.failure]
        : [reading.failure],
    ),
    ...destinations.map((reading) => {
      if (reading.kind === 'idUnknown') return undefined;
      return reading.kind === 'read' ? reading.backups.failure : reading.failure;
    }),
  ];
  return failures.filter((each) => each !== undefined);
}
