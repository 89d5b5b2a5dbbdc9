/** Northflank's intervals. */
export const INTERVALS = ['hourly', 'daily', 'weekly'] as const;
/** One of {@link INTERVALS}. */
export type Interval = (typeof INTERVALS)[number];

/**
 * The moments of a schedule: the cross product of the arrays.
 *
 * `hours` counts only for daily and weekly, `days` only for weekly; Northflank may send more.
 */
export interface SchedulePattern {
  interval: Interval;
  /** 0–59. */
  minutes: readonly number[];
  /** 0–23, in the schedule's zone. */
  hours: readonly number[];
  /** 0 = Monday … 6 = Sunday. */
  days: readonly number[];
}

/** A promise of backups for one addon. */
export interface BackupSchedule {
  id: string;
  type: 'snapshot' | 'dump' | 'unknown';
  pattern: SchedulePattern;
  /** Days that a copy is kept. Absent when not sent. */
  retentionDays?: number | undefined;
  compression?: string | undefined;
  /** Ids of the destinations that copies go to; empty means Northflank's own storage. */
  destinationIds: readonly string[];
  createdAt?: Date | undefined;
  updatedAt?: Date | undefined;
}
