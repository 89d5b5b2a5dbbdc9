import { openStorage } from '../../../src/storage/open-storage.ts';
import { SILENT } from '../../fakes/log.ts';

/** Channels that want a digest every day. */
export interface Wishes {
  channels: readonly string[];
  /** Who is told when they end; an admin when absent. */
  ownerId?: string | undefined;
  /** Local time `HH:MM`. */
  time: string;
  timeZone: string;
  /** When the wish was made: what was due before that is not promised. */
  madeAt: Date;
  /** When it is first looked whether what was posted is still true, in milliseconds. */
  nextFollowUp: number;
}

/** Writes them into a store before any bot runs on it. */
export async function storeWishes(databaseUrl: string, wishes: Wishes): Promise<void> {
  const { channels, ownerId, time, timeZone, madeAt, nextFollowUp } = wishes;
  const storage = await openStorage(databaseUrl, { now: () => madeAt, log: SILENT });
  for (const channelId of channels) {
    await storage.subscriptions.save({
      id: wishOf(channelId),
      channelId,
      ownerId,
      scope: { patterns: [], types: [] },
      days: [0, 1, 2, 3, 4, 5, 6],
      time,
      timeZone,
      detail: 'problems',
      allClear: 'daily',
      enabled: true,
      createdAt: madeAt,
      updatedAt: madeAt,
    });
  }
  await storage.settings.put('next-follow-up', nextFollowUp);
  await storage.close();
}

/** Under which id the store has the wish of a channel. */
export function wishOf(channelId: string): string {
  return `of-${channelId}`;
}
