import type { Clock } from '../../domain/clock.ts';
import { NorthflankError } from '../errors.ts';
import type { Priority } from '../northflank.ts';
import { endpointOf } from '../paths.ts';
import type { Breaker } from './breaker.ts';
import type { RequestBudget } from './budget.ts';
import { type NotBefore, readNotBefore, readRateLimit } from './rate-limit.ts';
import { toRefusal } from './refusal.ts';
import type { Answer, Outgoing, Transport } from './transport.ts';

/** What came of one try. */
export type Outcome =
  | {
      kind: 'answered';
      /** `undefined` where the answer was empty or not JSON. */
      json: unknown;
    }
  | { kind: 'failed'; error: NorthflankError; notBefore: NotBefore };

/** Tries once, whatever comes of it. */
export type Attempt = (
  outgoing: Outgoing,
  priority: Priority,
  signal: AbortSignal,
) => Promise<Outcome>;

/** Makes the function that sends one request and lets budget, breaker and log know of it. */
export function createAttempt(parts: {
  transport: Transport;
  budget: RequestBudget;
  breaker: Breaker;
  token: string;
  now: Clock;
  log: (event: string, fields: object) => void;
}): Attempt {
  const { transport, budget, breaker, token, now, log } = parts;

  return async (outgoing, priority, signal) => {
    const startedAt = now();
    budget.sending(priority, startedAt);
    const answer = await transport(outgoing, signal).catch(onlyNorthflankErrors);
    const endedAt = now();
    const isAnswer = !(answer instanceof NorthflankError);
    const outcome = isAnswer ? judge(answer, outgoing, token, endedAt) : failed(answer);

    budget.ended(isAnswer ? readRateLimit(answer.headers, endedAt) : undefined, endedAt);
    noteRefusal(outcome, budget, endedAt);
    if (isAnswer && isFailureOfOneThing(answer)) breaker.succeeded();
    else noteStanding(outcome, breaker, endedAt);
    log('northflank_request', {
      method: outgoing.method,
      path: outgoing.path,
      endpoint: endpointOf(outgoing.path),
      status: isAnswer ? answer.status : undefined,
      kind: outcome.kind === 'failed' ? outcome.error.kind : undefined,
      durationMs: endedAt.getTime() - startedAt.getTime(),
    });
    return outcome;
  };
}

function onlyNorthflankErrors(error: unknown): NorthflankError {
  if (error instanceof NorthflankError) return error;
  throw error;
}

function judge(answer: Answer, outgoing: Outgoing, token: string, now: Date): Outcome {
  const { status, headers, json } = answer;
  if (status < 200 || status > 299) {
    const notBefore = readNotBefore(status, headers, now);
    const secrets = [token, ...(outgoing.secrets ?? [])];
    return failed(toRefusal(answer, outgoing, notBefore, secrets), notBefore);
  }
  // A write may be answered with nothing; a list from nothing would read as "there are none".
  if (json === undefined && outgoing.method === 'GET') {
    const { method, path } = outgoing;
    const message = `${method} ${path} answered without JSON`;
    return failed(new NorthflankError('malformed', message, { path, status }));
  }
  return { kind: 'answered', json };
}

function failed(error: NorthflankError, notBefore?: NotBefore): Outcome {
  return { kind: 'failed', error, notBefore };
}

function noteRefusal(outcome: Outcome, budget: RequestBudget, now: Date): void {
  if (outcome.kind === 'answered') return;
  const { kind, retryAt } = outcome.error;
  if (kind === 'rate-limited' && retryAt !== undefined) budget.pauseUntil(retryAt, now);
}

/**
 * Whether Northflank itself says that it failed, as it may do for a single addon or cluster for hours:
 * that must not keep everything else from being read.
 */
function isFailureOfOneThing({ status, json }: Answer): boolean {
  return status === 500 && json !== undefined;
}

/** Lets the breaker know whether the host stands; of one that was never asked, nobody knows. */
function noteStanding(outcome: Outcome, breaker: Breaker, now: Date): void {
  const kind = outcome.kind === 'answered' ? undefined : outcome.error.kind;
  if (kind === 'unavailable' || kind === 'timeout') breaker.failed(now);
  else if (kind !== 'cancelled' && kind !== 'untrusted') breaker.succeeded();
}
