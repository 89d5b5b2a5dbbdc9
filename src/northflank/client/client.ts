import type { Clock } from '../../domain/clock.ts';
import { NorthflankError } from '../errors.ts';
import type { Priority } from '../northflank.ts';
import { createAttempt, type Outcome } from './attempt.ts';
import { createBreaker } from './breaker.ts';
import { createFlights } from './flights.ts';
import type { Limits } from './limits.ts';
import { createRetryBudget, retryWaitMs } from './retry.ts';
import type { SharedBudget } from './shared-budget.ts';
import { type Outgoing, type Transport, toStopError } from './transport.ts';

/** On whose behalf a request is made, and until when. */
export interface Call {
  signal: AbortSignal;
  priority: Priority;
  /** When somebody stops waiting; absent for calls that have no such moment. */
  deadlineAt?: Date | undefined;
}

/** Northflank's answers as parsed JSON, with everything around a request taken care of. */
export interface Client {
  /**
   * Reads. Tried again where that may help; equal reads at the same time share one request.
   *
   * @throws {NorthflankError}
   */
  get(path: string, query: Readonly<Record<string, string>>, call: Call): Promise<unknown>;
  /**
   * Writes, exactly once.
   *
   * @param secrets parts of the body that must not show up in an error.
   * @returns `undefined` where the answer was empty or not JSON: any 2xx is a success.
   * @throws {NorthflankError}
   */
  post(path: string, body: object, secrets: readonly string[], call: Call): Promise<unknown>;
}

/** What a client is made of. */
export interface ClientParts {
  transport: Transport;
  budget: SharedBudget;
  token: string;
  limits: Limits;
  now: Clock;
  /** A number in [0, 1). */
  random: () => number;
  /** Rejects when the signal aborts. */
  delay: (ms: number, signal: AbortSignal) => Promise<void>;
  log: (event: string, fields: object) => void;
}

/** What a try needs at least: a wait that leaves less ends in a timeout instead of an honest refusal. */
const SHORTEST_TRY_MS = 1_000;

/** Creates a client; its breaker, shared reads and share of retries are its own. */
export function createClient(parts: ClientParts): Client {
  const { budget, limits, now, log } = parts;
  const breaker = createBreaker();
  const retryBudget = createRetryBudget();
  const flights = createFlights<Outcome>();
  const attempt = createAttempt({ ...parts, breaker });

  /** Waits for leave to send; throws when there is none, or when it comes too late for the caller. */
  async function takeLeave(outgoing: Outgoing, call: Call): Promise<void> {
    await budget.settle(call.priority);
    const admission = budget.admit(call.priority, now());
    if (admission.kind === 'refuse') throw overBudget(outgoing, admission.retryAt);
    if (admission.waitMs > 0) {
      if (admission.waitMs > longestWaitMs(call)) {
        throw overBudget(outgoing, new Date(now().getTime() + admission.waitMs));
      }
      await pause(admission.waitMs, outgoing, call);
    }

    const probeAt = breaker.admit(now());
    if (probeAt !== undefined) throw breakerOpen(outgoing, probeAt);
  }

  async function pause(ms: number, outgoing: Outgoing, call: Call): Promise<void> {
    await parts.delay(ms, call.signal).catch((error: unknown) => {
      throw toStopError(call.signal, outgoing, false) ?? error;
    });
  }

  function longestWaitMs({ deadlineAt }: Call): number {
    if (deadlineAt === undefined) return limits.longestWaitMs;
    return deadlineAt.getTime() - now().getTime() - SHORTEST_TRY_MS;
  }

  return {
    async get(path, query, call) {
      const search = searchOf(query);
      const outgoing: Outgoing = { method: 'GET', path, search };
      const key = path + search;
      retryBudget.called(now());
      for (let triesMade = 1; ; triesMade += 1) {
        throwIfStopped(call, outgoing);
        if (!flights.has(key)) await takeLeave(outgoing, call);
        const outcome = await flights
          .join(key, call.signal, (signal) => attempt(outgoing, call.priority, signal))
          .catch((error: unknown) => {
            throw toStopError(call.signal, outgoing) ?? error;
          });
        if (outcome.kind === 'answered') return outcome.json;

        const { error, notBefore } = outcome;
        const bounds = { tries: limits.tries, longestWaitMs: longestWaitMs(call) };
        const waitMs = retryWaitMs(error, notBefore, triesMade, now(), parts.random(), bounds);
        if (waitMs === undefined || !retryBudget.take(now())) throw error;
        log('northflank_retry', { path, kind: error.kind, triesMade, waitMs: Math.round(waitMs) });
        await pause(waitMs, outgoing, call);
      }
    },

    async post(path, body, secrets, call) {
      const outgoing: Outgoing = { method: 'POST', path, body, secrets };
      throwIfStopped(call, outgoing);
      await takeLeave(outgoing, call);
      const outcome = await attempt(outgoing, call.priority, call.signal);
      if (outcome.kind === 'failed') throw outcome.error;
      return outcome.json;
    },
  };
}

/** The part of a URL after its path: empty, or with its question mark. */
function searchOf(query: Readonly<Record<string, string>>): string {
  const parts = Object.entries(query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

function throwIfStopped({ signal }: Call, outgoing: Outgoing): void {
  const error = toStopError(signal, outgoing, false);
  if (error !== undefined) throw error;
}

function overBudget({ method, path }: Outgoing, retryAt: Date): NorthflankError {
  const message = `${method} ${path} was not sent: the request budget is short`;
  return new NorthflankError('rate-limited', message, { path, retryAt, sent: false });
}

function breakerOpen({ method, path }: Outgoing, retryAt: Date): NorthflankError {
  const message = `${method} ${path} was not sent: Northflank failed repeatedly just now`;
  return new NorthflankError('unavailable', message, { path, retryAt, sent: false });
}
