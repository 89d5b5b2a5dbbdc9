import type { Audit } from '../../domain/audit.ts';
import type { Delay } from '../../domain/clock.ts';
import type {
  DeliveryRef,
  DeliveryStore,
  FinalState,
} from '../../domain/digests/delivery-store.ts';
import type { Look, Post, RemoveMessage } from '../../domain/digests/posting.ts';
import type { RenderDigest } from '../../domain/digests/request.ts';
import type { Subscription } from '../../domain/digests/subscription.ts';
import { errorFields, type Log } from '../../domain/log.ts';
import type { StopSubscription } from '../stop-subscription.ts';
import type { TellRefused } from '../tell-owner.ts';
import type { Facts } from './next-step.ts';

/** How often a lease is renewed while something takes long. */
const HEARTBEAT_MS = 15_000;
const FIRST_RETRY_MS = 15_000;
const LONGEST_RETRY_MS = 15 * 60_000;

/** What digests are delivered with. */
export interface DeliverDeps {
  store: DeliveryStore;
  /** The clock that due times and leases go by. */
  now: () => Promise<Date>;
  /** What Slack's clock shows, by which a channel is looked through; absent while it has not been heard. */
  slackNow: () => Date | undefined;
  subscription: (id: string) => Promise<Subscription | undefined>;
  render: RenderDigest;
  post: Post;
  look: Look;
  remove: RemoveMessage;
  stopSubscription: StopSubscription;
  tellRefused: TellRefused;
  /** Waits for the turn to post. */
  pace: () => Promise<void>;
  /** Says when a digest was due; mrkdwn. */
  dueLine: (dueAt: Date) => string;
  delay: Delay;
  audit: Audit;
  log: Log;
  /** This process; another one after a restart. */
  owner: string;
  /** This installation; the same after a restart. */
  installation: string;
  /** What to do about a lost answer in a channel whose history may not be read. */
  policy: Facts['policy'];
}

/**
 * How far a piece of work got.
 *
 * `finished`: nothing is left to do. `more`: it is written, or one message is posted, and the next waits for its turn.
 * `later`: to be taken up again, not before its `retryAt`. `taken`: somebody else has it.
 */
export type Progress = 'finished' | 'more' | 'later' | 'taken';

/** One stretch of work on one delivery under one lease. */
export interface Run {
  deps: DeliverDeps;
  ref: DeliveryRef;
  /** Name of the lease. */
  owner: string;
  signal: AbortSignal;
  facts: Facts;
}

/** Ends the delivery. */
export async function finish(run: Run, state: FinalState, reason?: string): Promise<Progress> {
  const { deps, ref, owner } = run;
  const finished = await deps.store.finish(ref, owner, state, reason);
  if (!finished) return 'taken';
  deps.log.info('digest_finished', {
    subscription: ref.subscriptionId,
    date: ref.localDate,
    state,
    reason,
  });
  return 'finished';
}

/**
 * Gives the delivery back, to be taken up again at once or not before a moment.
 *
 * @param attempts with this one, where nothing has counted it.
 */
export async function later(
  { deps, ref, owner }: Run,
  retryAt?: Date,
  reason?: string,
  attempts?: number,
): Promise<Progress> {
  await deps.store.release(ref, owner, { retryAt, reason, attempts });
  return 'later';
}

/** When to try again: later each time, and never earlier than we were asked to. */
export async function retryTime({ deps }: Run, attempts: number, atLeastMs = 0): Promise<Date> {
  const now = await deps.now();
  const backOff = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.max(0, attempts - 1));
  return new Date(now.getTime() + Math.max(backOff, atLeastMs));
}

/** Renews the lease again and again until the work is done; what is written after that checks it anyway. */
export async function keepingLease<T>(
  { deps, ref, owner }: Run,
  task: () => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  async function beat(): Promise<void> {
    for (;;) {
      await deps.delay(HEARTBEAT_MS, over.signal);
      if (over.signal.aborted) return;
      await deps.store.renew(ref, owner).catch((error: unknown) => {
        deps.log.warn('digest_renew_failed', errorFields(error));
      });
    }
  }
  const beating = beat();
  try {
    return await task();
  } finally {
    over.abort();
    await beating;
  }
}
