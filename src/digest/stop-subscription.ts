import type { Subscription } from '../domain/digests/subscription.ts';
import { type TellDeps, tellOwner } from './tell-owner.ts';

/** What a subscription is stopped with. */
export interface StopDeps extends TellDeps {
  subscriptions: {
    get: (id: string) => Promise<Subscription | undefined>;
    /** Answers true to one of all who stop it at once. */
    stop: (id: string, reason: string, at: Date) => Promise<boolean>;
  };
  now: () => Promise<Date>;
}

/**
 * Stops a subscription for a reason that only a person can mend, and tells one person of it once.
 *
 * Answers false, with nothing stopped, while nobody can be told: then it is to be asked for again.
 */
export type StopSubscription = (id: string, reason: string) => Promise<boolean>;

/** Creates the function that stops. Telling comes first: dying in between must not leave a silent stop. */
export function createStopSubscription(deps: StopDeps): StopSubscription {
  const { subscriptions, log } = deps;
  return async (id, reason) => {
    const subscription = await subscriptions.get(id);
    if (subscription === undefined || subscription.stoppedReason !== undefined) return true;
    if (!(await tellOwner(deps, subscription, reason))) return false;
    await subscriptions.stop(id, reason, await deps.now());
    log.warn('digest_stopped', { subscription: id, channel: subscription.channelId, reason });
    return true;
  };
}
