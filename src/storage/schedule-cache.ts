import { z } from 'zod';
import type { AddonRef } from '../domain/addons/addon.ts';
import { type BackupSchedule, INTERVALS } from '../domain/schedules/schedule.ts';
import type { StoreParts } from './databases/connection.ts';
import { jsonColumn, readAs, storedMoment } from './databases/row.ts';

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
    createdAt: storedMoment.optional(),
    updatedAt: storedMoment.optional(),
  }),
);

const Cached = z.object({ schedules: jsonColumn.pipe(Schedules), read_at: storedMoment });

/** Creates the store. */
export function createScheduleCache({ db, attempt }: StoreParts): ScheduleCacheStore {
  return {
    get: async ({ projectId, addonId }) => {
      const row = await attempt(() =>
        db
          .selectFrom('schedule_cache')
          .selectAll()
          .where('project_id', '=', projectId)
          .where('addon_id', '=', addonId)
          .executeTakeFirst(),
      );
      if (row === undefined) return undefined;
      const { schedules, read_at: readAt } = readAs(Cached, row, 'schedule_cache');
      return { schedules, readAt };
    },
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
