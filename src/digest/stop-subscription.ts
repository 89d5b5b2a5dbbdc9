import type { PostAnswer } from '../domain/digests/posting.ts';
import type { Subscription } from '../domain/digests/subscription.ts';
import type { Log } from '../domain/log.ts';
import { tellSomebody } from './tell-somebody.ts';

/** What a subscription is stopped with. */
export interface StopDeps {
  subscriptions: {
    get: (id: string) => Promise<Subscription | undefined>;
    /** Answers true to one of all who stop it at once. */
    stop: (id: string, reason: string, at: Date) => Promise<boolean>;
  };
  /** Tells one person, once and without any retry. */
  tell: (userId: string, subscription: Subscription, reason: string) => Promise<PostAnswer>;
  /** Whom to tell where nobody owns the digest or its owner takes no message, one after the other. */
  admins: () => Promise<readonly string[]>;
  now: () => Promise<Date>;
  log: Log;
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

/** Answers false when it is to be tried again. */
async function tellOwner(
  { tell, admins, log }: StopDeps,
  subscription: Subscription,
  reason: string,
): Promise<boolean> {
  const { id, ownerId } = subscription;
  const people = new Set([...(ownerId === undefined ? [] : [ownerId]), ...(await admins())]);
  const told = await tellSomebody(
    people,
    (person) => tell(person, subscription, reason),
    (code) => log.warn('digest_owner_not_told', { subscription: id, reason: code }),
  );
  if (told === 'nobody') log.error('digest_stop_told_nobody', { subscription: id });
  return told !== 'later';
}
