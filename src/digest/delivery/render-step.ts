import type { Delivery } from '../../domain/digests/delivery.ts';
import { hashParts, keyParts } from './parts.ts';
import { finish, keepingLease, later, type Progress, type Run } from './run.ts';
import { SWITCHED_OFF, whyUnwanted } from './unwanted.ts';

/** Writes the digest and freezes it, so that every later try says the same. */
export async function render(
  run: Run,
  delivery: Delivery,
  now: Date,
): Promise<Progress | undefined> {
  const { deps, ref, owner, signal } = run;
  const { store } = deps;
  const subscription = await deps.subscription(delivery.subscriptionId);
  const unwanted = whyUnwanted(subscription, delivery, now);
  if (subscription === undefined || unwanted !== undefined) {
    return finish(run, 'missed', unwanted ?? SWITCHED_OFF);
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

/** A clock that was set back must not make a window that ends before it begins. */
function earlier(moment: Date | undefined, now: Date): Date | undefined {
  return moment !== undefined && moment > now ? now : moment;
}
