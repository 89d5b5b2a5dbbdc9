import * as fc from 'fast-check';
import { BACKUP_STATUSES, type Backup } from '../../../src/domain/backup.ts';
import type { Listing } from '../../../src/domain/listing.ts';
import type { BackupSchedule } from '../../../src/domain/schedules/schedule.ts';
import { THRESHOLDS, type Thresholds } from '../../../src/domain/verdicts/thresholds.ts';
import { DAY, HOUR, MINUTE, wallAt } from '../schedules/brute-force.ts';
import { listing, run } from './readings.ts';

/** An addon as a test may meet it. */
export interface History {
  zone: string;
  now: Date;
  schedules: BackupSchedule[];
  backups: Listing<Backup>;
  addonStatus: string;
  thresholds: Thresholds;
}

const EVERY_ZONE = Intl.supportedValuesOf('timeZone');

const scheduleType = fc.constantFrom('snapshot' as const, 'dump' as const, 'unknown' as const);

const pattern = fc.record({
  interval: fc.constantFrom('hourly' as const, 'daily' as const, 'weekly' as const),
  minutes: fc.uniqueArray(fc.constantFrom(0, 5, 15, 30, 59), { minLength: 0, maxLength: 2 }),
  hours: fc.uniqueArray(fc.constantFrom(0, 1, 2, 3, 14, 23), { minLength: 0, maxLength: 3 }),
  days: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 0, maxLength: 3 }),
});

/** A run in terms of what it may belong to; its moment is found once schedules are known. */
const draft = fc.record({
  schedule: fc.nat(2),
  daysAgo: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 15 })),
  minute: fc.nat(4),
  hour: fc.nat(23),
  delaySeconds: fc.oneof(
    fc.integer({ min: -150, max: 900 }),
    fc.integer({ min: -3600, max: 4 * 3600 }),
  ),
  status: fc.oneof(
    fc.constant('completed' as const),
    fc.constantFrom(...BACKUP_STATUSES, 'unknown' as const),
  ),
  type: fc.constantFrom('own', 'own', 'own', 'snapshot', 'dump', 'import', 'unknown'),
  sizeBytes: fc.constantFrom(undefined, 0, 1e9, 1.1e9, 1.2e9, 4e8),
  durationMinutes: fc.option(fc.integer({ min: -1, max: 90 }), { nil: undefined }),
});
type Draft = typeof draft extends fc.Arbitrary<infer T> ? T : never;

/** Histories of any zone and of 2025–2027, their rows in any order and some of them twice. */
export const histories: fc.Arbitrary<History> = fc
  .record({
    zone: fc.constantFrom(...EVERY_ZONE),
    today: fc.integer({ min: Date.UTC(2025, 0, 20) / DAY, max: Date.UTC(2027, 11, 31) / DAY }),
    nowHour: fc.constantFrom(0, 1, 2, 3, 4, 9, 14, 23),
    nowSeconds: fc.nat(3599),
    schedules: fc.array(
      fc.record({
        type: scheduleType,
        pattern,
        retentionDays: fc.constantFrom(undefined, 1, 3, 7, 30),
        createdDaysAgo: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    drafts: fc.array(draft, { maxLength: 12 }),
    steady: fc.option(draft, { nil: undefined }),
    twice: fc.array(fc.nat(11), { maxLength: 3 }),
    addonStatus: fc.constantFrom('running', 'running', 'running', 'paused', 'scaling'),
    reach: fc.constantFrom('end' as const, 'end' as const, 'enough' as const, 'failed' as const),
    readMinutesAgo: fc.constantFrom(0, 0, 0, 5, 45, 600),
    windowDays: fc.constantFrom(14, 5, 2),
    unreadable: fc.constantFrom('none', 'none', 'none', 'old', 'any'),
  })
  .map((raw) => {
    const today = raw.today * DAY;
    const offset = wallAt(raw.zone, today) - today;
    const now = new Date(today + raw.nowHour * HOUR + raw.nowSeconds * 1000 - offset);
    const readAt = new Date(now.getTime() - raw.readMinutesAgo * MINUTE);
    const schedules = raw.schedules.map(
      ({ createdDaysAgo, ...schedule }, index): BackupSchedule => ({
        ...schedule,
        id: `s${index}`,
        destinationIds: [],
        createdAt:
          createdDaysAgo === undefined
            ? undefined
            : new Date(readAt.getTime() - createdDaysAgo * DAY - 7 * HOUR),
      }),
    );
    const steady = Array.from({ length: raw.steady === undefined ? 0 : 15 }, (_, daysAgo) => ({
      ...raw.steady,
      daysAgo: daysAgo + 1,
    })) as Draft[];
    const runs = [...raw.drafts, ...steady].map((given, index) =>
      runOf(given, index, schedules, raw.zone, now),
    );
    const again = raw.twice.flatMap((index) => runs[index] ?? []).map(earlierRow);
    const old = { reason: 'no id', notAfter: new Date(now.getTime() - 5 * DAY) };
    const unreadable = { none: [], old: [old], any: [{ reason: 'no date' }] }[raw.unreadable] ?? [];
    return {
      zone: raw.zone,
      now,
      schedules,
      backups: listing([...runs, ...again], readAt, { reach: raw.reach, unreadable }),
      addonStatus: raw.addonStatus,
      thresholds: { ...THRESHOLDS, windowMs: raw.windowDays * DAY },
    };
  });

function runOf(
  given: Draft,
  index: number,
  schedules: readonly BackupSchedule[],
  zone: string,
  now: Date,
): Backup {
  const { pattern: own, type } = schedules[given.schedule % schedules.length] ?? {
    pattern: undefined,
    type: 'dump' as const,
  };
  const minute = own?.minutes[given.minute % (own.minutes.length || 1)] ?? 0;
  const hour =
    own?.interval === 'hourly'
      ? given.hour
      : (own?.hours[given.hour % (own.hours.length || 1)] ?? 0);
  const offset = wallAt(zone, now.getTime()) - now.getTime();
  const date = Math.floor((now.getTime() + offset) / DAY) - given.daysAgo;
  const wall = date * DAY + hour * HOUR + minute * MINUTE;
  const start = wall - offset + given.delaySeconds * 1000;
  const ended = given.durationMinutes !== undefined && given.status === 'completed';
  return run({
    id: `b${index}`,
    createdAt: new Date(Math.min(start, now.getTime() + 3 * HOUR)),
    completedAt: ended ? new Date(start + Number(given.durationMinutes) * MINUTE) : undefined,
    status: given.status,
    sizeBytes: given.sizeBytes,
    type: given.type === 'own' ? type : given.type,
  });
}

/** The same run as a list showed it a moment before. */
function earlierRow(row: Backup): Backup {
  return row.status === 'completed'
    ? { ...row, status: 'in-progress', rawStatus: 'in-progress', completedAt: undefined }
    : row;
}
