import type { AddonRef } from '../domain/addons/addon.ts';
import { isIdle } from '../domain/addons/addon.ts';
import type { DirectoryEntry } from '../domain/addons/directory.ts';
import type { Backup } from '../domain/backup.ts';
import { isRecent } from '../domain/clock.ts';
import type { Listing } from '../domain/listing.ts';
import type { BackupSchedule } from '../domain/schedules/schedule.ts';
import { slotsBetween } from '../domain/schedules/slots.ts';
import { toReadFailure } from '../northflank/errors.ts';
import type { CallOptions, Northflank } from '../northflank/northflank.ts';

/** Schedules change rarely, and each look costs one request of the hourly budget per addon. */
const KEEP_MS = 24 * 3_600_000;

/** Clocks may differ by this much: a backup can seem to start before its slot. */
const EARLY_MS = 2 * 60_000;

/** Later than this after its slot, a backup hints that the schedule has changed. */
const LATE_MS = 30 * 60_000;

/** The complete schedules of one addon as they were read once. */
export interface CachedSchedules {
  schedules: readonly BackupSchedule[];
  readAt: Date;
}

/** Where schedules are kept between surveys. */
export interface ScheduleCache {
  get(ref: AddonRef): Promise<CachedSchedules | undefined>;
  put(ref: AddonRef, cached: CachedSchedules): Promise<void>;
}

/** What schedules are read with. */
export interface ScheduleDeps {
  listSchedules: Northflank['listSchedules'];
  scheduleCache: ScheduleCache;
  /** Zone of Northflank's schedules. */
  scheduleZone: string;
  onError?: ((error: unknown) => void) | undefined;
}

/**
 * Schedules of one addon: from the cache for a day, unless its backups no longer look like them.
 *
 * Where Northflank gives none, the listing has failed and holds what was known before.
 */
export async function readSchedules(
  deps: ScheduleDeps,
  addon: DirectoryEntry,
  backups: readonly Backup[],
  now: Date,
  call: CallOptions,
): Promise<Listing<BackupSchedule>> {
  const cached = await getCached(deps, addon);
  if (cached !== undefined && isCurrent(cached, addon, backups, deps.scheduleZone, now)) {
    return { rows: cached.schedules, unreadable: [], reach: 'end', readAt: cached.readAt };
  }
  try {
    const listing = await deps.listSchedules(addon, call);
    if (listing.reach === 'end' && listing.unreadable.length === 0) {
      await putCached(deps, addon, { schedules: listing.rows, readAt: listing.readAt });
    }
    return listing;
  } catch (error) {
    call.signal?.throwIfAborted();
    deps.onError?.(error);
    return {
      rows: cached?.schedules ?? [],
      unreadable: [],
      reach: 'failed',
      failure: toReadFailure(error),
      readAt: cached?.readAt ?? now,
    };
  }
}

/** Without its store the survey is dearer, but people still get answers. */
async function getCached(deps: ScheduleDeps, ref: AddonRef): Promise<CachedSchedules | undefined> {
  try {
    return await deps.scheduleCache.get(ref);
  } catch (error) {
    deps.onError?.(error);
    return undefined;
  }
}

async function putCached(deps: ScheduleDeps, ref: AddonRef, cached: CachedSchedules) {
  try {
    await deps.scheduleCache.put(ref, cached);
  } catch (error) {
    deps.onError?.(error);
  }
}

/**
 * Whether the cached schedules still explain what happened since they were read: every backup has a
 * slot and every slot its backup. A manual or missed run costs one look, since that renews the cache.
 */
function isCurrent(
  { schedules, readAt }: CachedSchedules,
  addon: DirectoryEntry,
  backups: readonly Backup[],
  zone: string,
  now: Date,
): boolean {
  if (!isRecent(readAt, KEEP_MS, now)) return false;

  const slots = schedules.flatMap(({ type, pattern }) =>
    slotsBetween(pattern, zone, new Date(readAt.getTime() - LATE_MS), now).map((at) => ({
      type,
      at: at.getTime(),
    })),
  );
  const recent = backups.filter(
    ({ createdAt }) => createdAt.getTime() > readAt.getTime() - EARLY_MS,
  );
  const isUnexplained = recent.some(
    (backup) => isFromSchedule(backup) && !slots.some((slot) => fills(backup, slot)),
  );
  if (isUnexplained) return false;
  if (isIdle(addon.status)) return true;

  const due = slots.filter(({ at }) => at > readAt.getTime() && at < now.getTime() - LATE_MS);
  return due.every((slot) => recent.some((backup) => fills(backup, slot)));
}

/** Imports are never scheduled, and of an unknown type nothing can be said. */
function isFromSchedule({ type }: Backup): boolean {
  return type === 'snapshot' || type === 'dump';
}

function fills(backup: Backup, slot: { type: BackupSchedule['type']; at: number }): boolean {
  const delay = backup.createdAt.getTime() - slot.at;
  const ofSameType = slot.type === 'unknown' || backup.type === slot.type;
  return ofSameType && delay >= -EARLY_MS && delay <= LATE_MS;
}
