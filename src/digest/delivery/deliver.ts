import { randomUUID } from 'node:crypto';
import type { Delivery } from '../../domain/digests/delivery.ts';
import type { DeliveryRef } from '../../domain/digests/delivery-store.ts';
import { errorFields } from '../../domain/log.ts';
import { lasting } from '../../domain/wait.ts';
import { look } from './look-step.ts';
import { nextStep, type Step } from './next-step.ts';
import { post } from './post-step.ts';
import { render } from './render-step.ts';
import {
  type DeliverDeps,
  finish,
  keepingLease,
  later,
  type Progress,
  type Run,
  retryTime,
} from './run.ts';

/** A wait that is worth keeping the lease for. */
const SHORT_WAIT_MS = 30_000;

/**
 * Brings one delivery forward by its writing or by one message, so that many channels get theirs in turn.
 *
 * May be stopped at any point, by the signal or with the process: whoever takes the delivery up
 * after that finds in the store and in the channel what was done.
 *
 * @throws {Error} whatever store or renderer threw; the delivery is then taken up again later.
 */
export type Deliver = (ref: DeliveryRef, signal: AbortSignal) => Promise<Progress>;

/** Creates the function that delivers. */
export function createDeliver(deps: DeliverDeps): Deliver {
  return async (ref, signal) => {
    const owner = `${deps.owner}/${randomUUID()}`;
    const claimed = await deps.store.claim(ref, owner);
    if (claimed === undefined) return 'taken';
    const run: Run = {
      deps,
      ref,
      owner,
      signal,
      facts: { blind: false, policy: deps.policy },
    };
    try {
      return await work(run);
    } catch (error) {
      await releaseAfterFailure(run, claimed);
      throw error;
    }
  };
}

async function work(run: Run): Promise<Progress> {
  const { deps, ref, signal } = run;
  for (;;) {
    const delivery = await deps.store.get(ref);
    if (delivery === undefined) return 'taken';
    const now = await deps.now();
    const pause = waitOf(delivery, now);
    if (pause !== undefined) return later(run, pause.until);
    const step = nextStep(delivery, now, run.facts);
    if (step.do === 'post' && run.facts.postedAt !== undefined) return await pass(run);
    if (signal.aborted && step.do !== 'finish') return later(run);
    const progress = await doStep(run, step, delivery, now);
    if (progress !== undefined) return progress;
    // All that is due is written before any is posted: one a second, they would not share one reading.
    if (step.do === 'render') return await pass(run);
  }
}

/** What it still has to wait for; absent when it may be tried. */
function waitOf({ retryAt: until, retrySince: since = new Date(0) }: Delivery, now: Date) {
  return until && lasting({ since, until }, now);
}

/** Gives the delivery back for others to have their turn first. */
async function pass({ deps, ref, owner }: Run): Promise<Progress> {
  await deps.store.release(ref, owner);
  return 'more';
}

/** Does one step; answers nothing when the next one is to follow at once. */
function doStep(
  run: Run,
  step: Step,
  delivery: Delivery,
  now: Date,
): Promise<Progress | undefined> {
  switch (step.do) {
    case 'render':
      return render(run, delivery, now);
    case 'post':
      return post(run, delivery, step);
    case 'look':
      return look(run, delivery, step.part, now);
    case 'wait':
      return wait(run, step.until, now);
    case 'shorten':
      return shorten(run, delivery, step);
    case 'finish':
      break;
  }
  return finish(run, step.state, step.reason);
}

/** Written down, or the wait would begin anew each time that the delivery is taken up. */
async function shorten(
  { deps, ref, owner }: Run,
  { parts }: Delivery,
  { part: index, until: twinUntil }: Extract<Step, { do: 'shorten' }>,
): Promise<Progress | undefined> {
  const part = parts[index];
  const saved = part && (await deps.store.savePart(ref, owner, index, { ...part, twinUntil }));
  return saved === true ? undefined : 'taken';
}

async function wait(run: Run, until: Date, now: Date): Promise<Progress | undefined> {
  const { deps, ref, owner, signal } = run;
  const milliseconds = until.getTime() - now.getTime();
  if (milliseconds > SHORT_WAIT_MS) return later(run, until);
  if (!(await deps.store.renew(ref, owner))) return 'taken';
  await keepingLease(run, () => deps.delay(milliseconds, signal));
  return undefined;
}

/** Best effort: where the store is what failed, the lease ends by itself. */
async function releaseAfterFailure(run: Run, claimed: Delivery): Promise<void> {
  const attempts = claimed.attempts + 1;
  const reason = 'The bot failed and will try again';
  try {
    await later(run, await retryTime(run, attempts), reason, attempts);
  } catch (error) {
    run.deps.log.warn('digest_release_failed', errorFields(error));
  }
}
