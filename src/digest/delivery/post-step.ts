import { type Delivery, type DeliveryPart, isLate } from '../../domain/digests/delivery.ts';
import type { PostRequest } from '../../domain/digests/posting.ts';
import { classifyPost, type PostOutcome } from './classify-post.ts';
import { tidyAfterLostLease } from './look-step.ts';
import { arrived, doubted, type Step } from './next-step.ts';
import { addDueLine, labelRepeat, simplify } from './parts.ts';
import { finish, keepingLease, later, type Progress, type Run, retryTime } from './run.ts';
import { whyUnwanted } from './unwanted.ts';

/** After so many posts without a clear answer the next one waits longer each time. */
const QUICK_ATTEMPTS = 2;

/** Marks one part as under way, posts it once and writes down what became of it. */
export async function post(
  run: Run,
  delivery: Delivery,
  { part: index, again }: Extract<Step, { do: 'post' }>,
): Promise<Progress | undefined> {
  const { deps, ref, owner, signal } = run;
  const { store } = deps;
  const known = delivery.parts[index];
  if (known === undefined) return 'taken';
  const now = await deps.now();
  if (index === 0) {
    const subscription = await deps.subscription(delivery.subscriptionId);
    const unwanted = whyUnwanted(subscription, delivery, now);
    // Where nobody may look, the message of an earlier post may be there.
    const state = again === 'blind' ? 'doubtful' : 'missed';
    if (unwanted !== undefined) return finish(run, state, unwanted);
  }
  const dated =
    index === 0 && comesLate(delivery, now)
      ? addDueLine(known, deps.dueLine(delivery.dueAt))
      : known;
  const labelled = again === 'blind' ? labelRepeat(dated) : dated;
  const part = again === false ? labelled : doubted(labelled);
  if (part !== known && !(await store.savePart(ref, owner, index, part))) return 'taken';
  await keepingLease(run, deps.pace);
  if (signal.aborted) return later(run);

  const since = await store.markSending(ref, owner, index);
  if (since === undefined) return 'taken';
  const answer = await deps.post(toRequest(delivery, index, part));
  return settle(run, delivery, index, part, classifyPost(answer), since);
}

/** Whether a digest is late by now and was not when it was written, so that its own words do not say so. */
function comesLate({ dueAt, windowTo }: Delivery, now: Date): boolean {
  return isLate(dueAt, now) && !isLate(dueAt, windowTo ?? dueAt);
}

function toRequest(
  { channelId, parts }: Delivery,
  part: number,
  content: DeliveryPart,
): PostRequest {
  const { text, blocks, key } = content;
  const threadTs = part === 0 ? undefined : parts[0]?.ts;
  return { channelId, threadTs, text, blocks, key, part, parts: parts.length };
}

/** Writes down what became of a post. */
async function settle(
  run: Run,
  delivery: Delivery,
  index: number,
  part: DeliveryPart,
  outcome: PostOutcome,
  since: Date,
): Promise<Progress | undefined> {
  const { deps, ref, owner } = run;
  const attempts = delivery.attempts + 1;
  if (outcome.sent === 'yes') {
    const now = await deps.now();
    run.facts = { ...run.facts, postedAt: now };
    // Where nobody may look, there is no copy to wait for.
    const posted = run.facts.blind
      ? { ...part, ts: outcome.ts, twinUntil: undefined }
      : arrived(part, outcome.ts, now);
    const saved = await deps.store.savePart(ref, owner, index, posted);
    return saved ? undefined : tidyAfterLostLease(run, delivery, index, since);
  }
  deps.log.warn('digest_post', {
    subscription: ref.subscriptionId,
    date: ref.localDate,
    part: index,
    sent: outcome.sent,
    reason: outcome.reason,
    attempts,
  });
  if (outcome.sent === 'unknown') {
    if (attempts <= QUICK_ATTEMPTS) return undefined;
    return later(run, await retryTime(run, attempts), outcome.reason);
  }
  if (!(await deps.store.savePart(ref, owner, index, part))) return 'taken';
  return settleRefusal(run, index, part, outcome, attempts);
}

async function settleRefusal(
  run: Run,
  index: number,
  part: DeliveryPart,
  outcome: Extract<PostOutcome, { sent: 'no' }>,
  attempts: number,
): Promise<Progress | undefined> {
  const { deps, ref, owner } = run;
  const { reason } = outcome;
  if (outcome.help === 'wait') {
    return later(run, await retryTime(run, attempts, outcome.retryAfterMs), reason);
  }
  if (outcome.help === 'content') {
    const simpler = simplify(part);
    if (simpler !== undefined) {
      return (await deps.store.savePart(ref, owner, index, simpler)) ? undefined : 'taken';
    }
  }
  // A reply that is not wanted there says nothing about the next message.
  const isOver = outcome.help === 'gone' || (outcome.help === 'stop' && index === 0);
  const isReply = index > 0;
  const tell = isOver ? deps.stopSubscription : deps.tellRefused;
  if ((isOver || !isReply) && !(await tell(ref.subscriptionId, reason))) {
    return later(run, await retryTime(run, attempts), reason);
  }
  return isReply
    ? finish(run, 'sent', `Its replies are missing: ${reason}`)
    : finish(run, 'refused', reason);
}
