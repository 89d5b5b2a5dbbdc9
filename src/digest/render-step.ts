import type { Delivery } from '../domain/delivery.ts';
import type { Subscription } from '../domain/subscription.ts';
import { hashParts, keyParts } from './parts.ts';
import { finish, keepingLease, later, type Progress, type Run } from './run.ts';

/** Only after this delay does a digest say when it was due. */
const LATE_MS = 5 * 60_000;

/** Why a digest that was due is not sent after all. */
export const SWITCHED_OFF = 'The digest was switched off before it was sent';

/** Writes the digest and freezes it, so that every later try says the same. */
export async function render(
  run: Run,
  delivery: Delivery,
  now: Date,
): Promise<Progress | undefined> {
  const { deps, ref, owner, signal } = run;
  const { store } = deps;
  const subscription = await deps.subscription(delivery.subscriptionId);
  if (subscription === undefined || !isWanted(subscription, delivery)) {
    return finish(run, 'missed', SWITCHED_OFF);
  }
  const previous = await store.lastSent(delivery.subscriptionId);
  const windowFrom = earlier(previous?.windowTo, now);
  const missed = await store.missedSince(delivery.subscriptionId, previous?.dueAt);
  const rendered = await keepingLease(run, () =>
    deps.render(
      {
        subscription,
        windowFrom,
        windowTo: now,
        dueAt: delivery.dueAt,
        late: now.getTime() - delivery.dueAt.getTime() > LATE_MS,
        missed,
        previous,
      },
      signal,
    ),
  );
  if (signal.aborted) return later(run);
  if (rendered.kind === 'quiet') return finish(run, 'quiet', rendered.reason);
  const parts = keyParts(rendered.parts, ref, deps.installation);
  const frozen = await store.freeze(ref, owner, {
    windowFrom,
    windowTo: now,
    parts,
    contentHash: hashParts(parts),
    memo: rendered.memo,
  });
  return frozen ? undefined : 'taken';
}

/** Whether the channel still wants it; one that a person asked for is sent whatever the subscription says. */
export function isWanted(subscription: Subscription | undefined, delivery: Delivery): boolean {
  if (delivery.localDate.includes('T')) return true;
  return subscription?.enabled === true && subscription.stoppedReason === undefined;
}

/** A clock that was set back must not make a window that ends before it begins. */
function earlier(moment: Date | undefined, now: Date): Date | undefined {
  return moment !== undefined && moment > now ? now : moment;
}
