import { request } from 'undici';
import type { Clock, Delay } from '../domain/clock.ts';
import type { Delivery } from '../domain/digests/delivery.ts';
import { formatCount } from '../domain/format.ts';
import { errorFields, type Log } from '../domain/log.ts';

/** Often enough that an alarm after three missing ones is still early. */
const EVERY_MS = 5 * 60_000;
/** From the request to the last byte of the answer, which nobody reads. */
const TIMEOUT_MS = 10_000;
/** More than any such service answers; past that the connection is cut. */
const ANSWER_BYTES = 64 * 1024;
/** A digest that waits for this long is not just on its way. */
const OVERDUE_MS = 60 * 60_000;

/** What a heartbeat is made of. */
export interface HeartbeatDeps {
  /** Holds the secret by which the watching service knows us, so that it is never logged. */
  url: string;
  readiness: () => Promise<readonly string[]>;
  /** Digests that were due and are not sent. */
  unfinished: () => Promise<readonly Pick<Delivery, 'dueAt'>[]>;
  now: Clock;
  delay: Delay;
  log: Log;
  timeoutMs?: number | undefined;
}

/**
 * Tells a watching service every five minutes that the bot is ready and that no digest is overdue, and
 * stays silent otherwise: that service is to raise the alarm, also when nobody is left here to do it.
 *
 * Begins at once. @returns what ends it.
 */
export function startHeartbeat(deps: HeartbeatDeps): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;

  async function run(): Promise<void> {
    while (!signal.aborted) {
      try {
        const problem = await findProblem(deps);
        if (problem === undefined) await beat(deps, signal);
        else deps.log.warn('heartbeat_withheld', { problem });
      } catch (error) {
        deps.log.warn('heartbeat_withheld', errorFields(error));
      }
      await deps.delay(EVERY_MS, signal);
    }
  }

  const running = run();
  return async () => {
    stopping.abort();
    await running;
  };
}

async function findProblem({ readiness, unfinished, now }: HeartbeatDeps) {
  const [problem] = await readiness();
  if (problem !== undefined) return problem;
  const latest = now().getTime() - OVERDUE_MS;
  const overdue = (await unfinished()).filter(({ dueAt }) => dueAt.getTime() < latest).length;
  return overdue === 0 ? undefined : `${formatCount(overdue, 'digest')} overdue`;
}

/** Asks once, follows no redirect, and logs what came of it: the next one is due soon enough. */
async function beat(
  { url, timeoutMs = TIMEOUT_MS, log }: HeartbeatDeps,
  stopping: AbortSignal,
): Promise<void> {
  try {
    const signal = AbortSignal.any([stopping, AbortSignal.timeout(timeoutMs)]);
    const { statusCode, body } = await request(url, {
      signal,
      headers: { 'user-agent': 'backups-bot' },
    });
    await body.dump({ limit: ANSWER_BYTES, signal });
    if (statusCode >= 300) log.warn('heartbeat_failed', { status: statusCode });
  } catch (error) {
    // Nothing but the kind: the words of a failed connection may hold the address.
    if (!stopping.aborted) log.warn('heartbeat_failed', { error: codeOf(error) });
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
