import type { AccountAddon, AccountSchedule, Effort } from './account.ts';
import { objectId } from './draw.ts';
import type { Scheduling } from './slots.ts';

const MB = 1_000_000;

/** An addon with what most of them have in common filled in. */
export function addon(
  projectId: string,
  id: string,
  name: string,
  type: string,
  version: string,
  rest: Partial<AccountAddon>,
): AccountAddon {
  const { schedules = [], ...others } = rest;
  return {
    projectId,
    id,
    name,
    type,
    version,
    growth: 0.004,
    dump: effort(500 * MB, 2),
    snapshot: effort(500 * MB, 2),
    story: {},
    spelling: {},
    ...others,
    schedules: schedules.map((schedule, index) => ({
      ...schedule,
      id: objectId(`${projectId}/${id}/schedule/${index}`),
    })),
  };
}

/** See {@link Effort}. */
export function effort(bytes: number, minutes: number): Effort {
  return { bytes, minutes };
}

type Copies = Pick<
  AccountSchedule,
  'compressionType' | 'customDestinationId' | 'additionalDestinations'
>;
type BackupType = AccountSchedule['backupType'];

/** A schedule for each of these minutes of every hour. */
export function hourly(
  type: BackupType,
  minute: number[],
  retentionTime: number,
  copies: Copies = {},
) {
  return scheduled(type, { interval: 'hourly', minute }, retentionTime, copies);
}

/** A schedule for these hours and minutes of every day. */
export function daily(
  type: BackupType,
  hour: number[],
  minute: number[],
  retentionTime: number,
  copies: Copies = {},
) {
  return scheduled(type, { interval: 'daily', minute, hour }, retentionTime, copies);
}

/** A schedule for these days (0 = Monday), hours and minutes of every week. */
export function weekly(
  type: BackupType,
  day: number[],
  hour: number[],
  minute: number[],
  retentionTime: number,
  copies: Copies = {},
) {
  return scheduled(type, { interval: 'weekly', minute, hour, day }, retentionTime, copies);
}

/** A schedule whose id comes with its addon. */
function scheduled(
  backupType: BackupType,
  scheduling: Scheduling,
  retentionTime: number,
  copies: Copies,
): AccountSchedule {
  return { id: '', backupType, scheduling, retentionTime, ...copies };
}
