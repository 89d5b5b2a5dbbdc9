import { firstDue } from '../digest/slots/due.ts';
import type { Clock } from '../domain/clock.ts';
import type { Delivery } from '../domain/digests/delivery.ts';
import type { Subscription } from '../domain/digests/subscription.ts';
import type { Storage } from '../storage/open-storage.ts';
import type { Digests } from './digests.ts';

/** What can be asked of digests beside what the timers do by themselves. */
export interface DigestsByHand {
  /** When the next digest of any channel is due; resolves to nothing when none wants one. */
  nextDigestAt(): Promise<Date | undefined>;
  /** Looks at what is due now instead of at the next tick; resolves when it is sent. */
  lookAtDigests(): Promise<void>;
  /**
   * Looks now whether what was sent is still true, if it is time for that, and at what is due; resolves
   * when that is said.
   */
  followUpDigests(): Promise<void>;
  /** Posts a digest at once to every channel that wants one; returns what kept one from arriving. */
  sendDigestsNow(): Promise<readonly string[]>;
}

/** Makes them of what the timers use. */
export function takeDigestsByHand(
  { timer, followUps, sendNow }: Digests,
  storage: Storage,
  now: Clock,
): DigestsByHand {
  async function lookAtDigests(): Promise<void> {
    await timer.tick();
    await timer.idle();
  }
  return {
    nextDigestAt: async () => firstDue(await wanted(storage), now()),
    lookAtDigests,
    followUpDigests: async () => {
      await followUps.tick();
      await lookAtDigests();
    },
    sendDigestsNow: async () => describeUnsent(await sendNow(await wanted(storage))),
  };
}

/** Subscriptions that are neither switched off nor stopped. */
async function wanted({ subscriptions }: Storage): Promise<Subscription[]> {
  const all = await subscriptions.list();
  return all.filter(({ enabled, stoppedReason }) => enabled && stoppedReason === undefined);
}

function describeUnsent(deliveries: readonly Delivery[]): string[] {
  return deliveries
    .filter(({ state }) => state !== 'sent' && state !== 'quiet')
    .map(({ channelId, state, reason }) => `${channelId}: ${state}${reason ? `, ${reason}` : ''}`);
}
