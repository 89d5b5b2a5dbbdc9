import type { PostAnswer } from '../domain/digests/posting.ts';
import type { Subscription } from '../domain/digests/subscription.ts';
import type { Log } from '../domain/log.ts';
import { tellSomebody } from './tell-somebody.ts';

/** Whom to tell of a digest that does not come, and how. */
export interface TellDeps {
  /** Tells one person, once and without any retry. */
  tell: (userId: string, subscription: Subscription, reason: string) => Promise<PostAnswer>;
  /** Whom to tell where nobody owns the digest or its owner takes no message, one after the other. */
  admins: () => Promise<readonly string[]>;
  log: Log;
}

/** Answers false when it is to be tried again. */
export async function tellOwner(
  { tell, admins, log }: TellDeps,
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
  if (told === 'nobody') log.error('digest_told_nobody', { subscription: id });
  return told !== 'later';
}

/**
 * Tells one person that Slack refuses what a digest says, and why.
 *
 * Answers false while nobody can be told: then it is to be asked for again.
 */
export type TellRefused = (subscriptionId: string, reason: string) => Promise<boolean>;

/** Creates the function that tells; of a subscription that is gone there is nobody to be told. */
export function createTellRefused(
  deps: TellDeps & { subscription: (id: string) => Promise<Subscription | undefined> },
): TellRefused {
  return async (id, reason) => {
    const subscription = await deps.subscription(id);
    return subscription === undefined || tellOwner(deps, subscription, reason);
  };
}
