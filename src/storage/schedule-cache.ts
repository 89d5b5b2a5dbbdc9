import { z } from 'zod';
import type { AddonRef } from '../domain/addons/addon.ts';
import { type BackupSchedule, INTERVALS } from '../domain/schedules/schedule.ts';
import type { StoreParts } from './databases/connection.ts';
import { readJson } from './databases/row.ts';

/** The complete schedules of one addon as they were read once. */
export interface StoredSchedules {
  schedules: readonly BackupSchedule[];
  readAt: Date;
}

/** Schedules between surveys, and across restarts. */
export interface ScheduleCacheStore {
  get: (ref: AddonRef) => Promise<StoredSchedules | undefined>;
  put: (ref: AddonRef, stored: StoredSchedules) => Promise<void>;
}

const moment = z.number().transform((value) => new Date(value));

const Schedules = z.array(
  z.object({
    id: z.string(),
    type: z.enum(['snapshot', 'dump', 'unknown']),
    pattern: z.object({
      interval: z.enum(INTERVALS),
      minutes: z.array(z.number()),
      hours: z.array(z.number()),
      days: z.array(z.number()),
    }),
    retentionDays: z.number().optional(),
    compression: z.string().optional(),
    destinationIds: z.array(z.string()),
    createdAt: moment.optional(),
    updatedAt: moment.optional(),
  }),
);

/** Creates the store. */
export function createScheduleCache({ db, attempt }: StoreParts): ScheduleCacheStore {
  return {
    get: ({ projectId, addonId }) =>
      attempt(async () => {
        const row = await db
          .selectFrom('schedule_cache')
          .selectAll()
          .where('project_id', '=', projectId)
          .where('addon_id', '=', addonId)
          .executeTakeFirst();
        if (row === undefined) return undefined;
        return {
          schedules: readJson(Schedules, row.schedules, 'schedule_cache'),
          readAt: new Date(row.read_at),
        };
      }),
    put: ({ projectId, addonId }, { schedules, readAt }) =>
      attempt(async () => {
        const content = {
          schedules: JSON.stringify(schedules.map(toJson)),
          fingerprint: '',
          read_at: readAt.getTime(),
        };
        await db
          .insertInto('schedule_cache')
          .values({ project_id: projectId, addon_id: addonId, ...content })
          .onConflict((conflict) =>
            conflict.columns(['project_id', 'addon_id']).doUpdateSet(content),
          )
          .execute();
      }),
  };
}

function toJson(schedule: BackupSchedule) {
  return {
    ...schedule,
    createdAt: schedule.createdAt?.getTime(),
    updatedAt: schedule.updatedAt?.getTime(),
  };
}
