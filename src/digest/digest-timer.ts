import type { Delay } from '../domain/clock.ts';
import type { Delivery } from '../domain/digests/delivery.ts';
import type {
  DeliveryRef,
  DeliveryStore,
  UnfinishedDelivery,
} from '../domain/digests/delivery-store.ts';
import type { Subscription } from '../domain/digests/subscription.ts';
import { errorFields, type Log, type Tracing } from '../domain/log.ts';
import type { Deliver } from './delivery/deliver.ts';
import { referenceOf } from './delivery/reference.ts';
import type { Progress } from './delivery/run.ts';
import { createLoop, type Loop } from './loop.ts';
import { type DueDeps, writeDownDue } from './slots/write-down-due.ts';

const TICK_MS = 15_000;
/** Never sooner than this, however much is to be done. */
const SHORTEST_TICK_MS = 1_000;
/** Deliveries worked on at once: waits of one must not hold up the others. */
const WORKERS = 4;

/** What the timer works with. */
export interface DigestTimerDeps extends DueDeps {
  store: DueDeps['store'] & Pick<DeliveryStore, 'get' | 'unfinished'>;
  deliver: Deliver;
  /** The clock that due times and leases go by. */
  now: () => Promise<Date>;
  /** Milliseconds that only go forward, whatever is done to a clock. */
  elapsed: () => number;
  delay: Delay;
  log: Log;
  tracing: Tracing;
}

/** Sends each digest when it is due. */
export interface DigestTimer extends Pick<Loop, 'start' | 'stop'> {
  /** Looks once at what is due and starts to send it. */
  tick: () => Promise<void>;
  /** Resolves when nothing is being sent. */
  idle: () => Promise<void>;
  /** Milliseconds since a tick last succeeded; absent before the first. */
  sinceTick: () => number | undefined;
  /**
   * Sends a digest to each of these channels now, whatever their hours say.
   *
   * Answers each delivery as it then stands: an unfinished one is tried again with the next ticks.
   */
  runNow: (subscriptions: readonly Subscription[]) => Promise<readonly Delivery[]>;
}

/** Creates the timer; nothing happens before `start`, `tick` or `runNow`. */
export function createDigestTimer(deps: DigestTimerDeps): DigestTimer {
  const { store, now, elapsed, log } = deps;
  const { signal, start, stop } = createLoop({
    once: () =>
      tick().catch((error: unknown) => {
        log.error('digest_tick_failed', errorFields(error));
        return TICK_MS;
      }),
    idle: () => queue.idle(),
    delay: deps.delay,
  });
  const queue = createQueue(deps, signal);
  let lastTick: number | undefined;

  async function tick(): Promise<number> {
    const at = await now();
    await writeDownDue(deps, at);
    const waiting = await store.unfinished();
    for (const delivery of waiting) {
      if (readyAt(delivery) <= at.getTime()) void queue.add(delivery);
    }
    lastTick = elapsed();
    return untilNext(waiting, at);
  }

  return {
    start,
    stop,
    tick: async () => {
      await tick();
    },
    idle: queue.idle,
    sinceTick: () => (lastTick === undefined ? undefined : elapsed() - lastTick),
    runNow: async (subscriptions) => {
      const at = await now();
      const slots = subscriptions.map(({ id, channelId }) => ({
        subscriptionId: id,
        // The moment, by which `isAskedFor` knows it.
        localDate: at.toISOString(),
        dueAt: at,
        channelId,
        state: 'open' as const,
      }));
      await store.create(slots);
      for (const slot of slots) log.info('digest_asked_for', { delivery: referenceOf(slot) });
      await Promise.all(slots.map((slot) => queue.add(slot)));
      const deliveries = await Promise.all(slots.map((slot) => store.get(slot)));
      return deliveries.filter((delivery) => delivery !== undefined);
    },
  };
}

/** Since when a delivery may be taken up. */
function readyAt({ retryAt, leaseUntil }: UnfinishedDelivery): number {
  return Math.max(retryAt?.getTime() ?? 0, leaseUntil?.getTime() ?? 0);
}

/** A delivery whose holder may have died, or that is to be tried again, is not kept waiting for a whole tick. */
function untilNext(waiting: readonly UnfinishedDelivery[], at: Date): number {
  const soonest = waiting
    .map((delivery) => readyAt(delivery) - at.getTime())
    .filter((milliseconds) => milliseconds > 0);
  return Math.max(SHORTEST_TICK_MS, Math.min(TICK_MS, ...soonest));
}

interface Queue {
  /** Resolves when the delivery has nothing left to do now; at once for one that waits already. */
  add: (ref: DeliveryRef) => Promise<void>;
  idle: () => Promise<void>;
}

/**
 * Works on a few deliveries at once. One with more messages to post goes back to the end, so that
 * every channel has its message before any has its replies.
 */
function createQueue({ deliver, log, tracing }: DigestTimerDeps, signal: AbortSignal): Queue {
  const waiting: DeliveryRef[] = [];
  const known = new Map<string, { done: Promise<void>; finish: () => void }>();
  let workers = 0;

  async function work(): Promise<void> {
    for (let ref = waiting.shift(); ref !== undefined; ref = waiting.shift()) {
      const reference = referenceOf(ref);
      if (!signal.aborted && (await tracing.run({ reference }, () => attempt(ref))) === 'more') {
        waiting.push(ref);
        continue;
      }
      known.get(keyOf(ref))?.finish();
      known.delete(keyOf(ref));
    }
    workers -= 1;
  }

  async function attempt(ref: DeliveryRef): Promise<Progress> {
    try {
      return await deliver(ref, signal);
    } catch (error) {
      const { subscriptionId: subscription, localDate: date } = ref;
      log.error('digest_failed', { subscription, date, ...errorFields(error) });
      return 'later';
    }
  }

  return {
    add: (ref) => {
      const same = known.get(keyOf(ref));
      if (same !== undefined) return same.done;
      const { promise, resolve } = Promise.withResolvers<void>();
      known.set(keyOf(ref), { done: promise, finish: resolve });
      waiting.push(ref);
      if (workers < WORKERS) {
        workers += 1;
        void work();
      }
      return promise;
    },
    idle: async () => {
      while (known.size > 0) await Promise.all([...known.values()].map(({ done }) => done));
    },
  };
}

function keyOf({ subscriptionId, localDate }: DeliveryRef): string {
  return `${subscriptionId} ${localDate}`;
}
