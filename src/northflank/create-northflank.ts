import { setTimeout as wait } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import type { Clock } from '../domain/clock.ts';
import { readServerTime, type ServerTime } from '../domain/server-time.ts';
import { createCalls } from './calls.ts';
import { createRequestBudget } from './client/budget.ts';
import { createClient } from './client/client.ts';
import { DEFAULT_LIMITS, type Limits } from './client/limits.ts';
import { keepBudgetAlone, type Sharing, shareBudget } from './client/shared-budget.ts';
import { createAgent, createTransport, type Transport } from './client/transport.ts';
import type { Northflank } from './northflank.ts';
import { createPaths } from './paths.ts';
import { createQuestions } from './question.ts';

/** What the module needs from whoever wires it. */
export interface NorthflankOptions {
  /** Such as `https://api.northflank.com`, without `/v1`. */
  baseUrl: string;
  token: string;
  /** Only with an organization's token: all calls then name this team. */
  teamId?: string | undefined;
  now: Clock;
  /** For jitter; a number in [0, 1). */
  random?: (() => number) | undefined;
  /** Waits between tries; rejects when the signal aborts. */
  delay?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
  /** Told of each request and retry: paths, statuses, times; nothing secret. */
  log?: ((event: string, fields: object) => void) | undefined;
  limits?: Partial<Limits> | undefined;
  /** Shares the hourly budget with the other bots of this account, and with the next start of this one. */
  sharing?: Sharing | undefined;
  /** Makes the connections instead of an own agent; closing it is up to its owner. */
  dispatcher?: Dispatcher | undefined;
}

/** Makes the one client of Northflank's API: breaker and shared reads are per client. */
export function createNorthflank(options: NorthflankOptions): Northflank {
  const { now, token, baseUrl } = options;
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits };
  const dispatcher = options.dispatcher ?? createAgent(limits);
  const questions = createQuestions(limits, now);
  const heard = hearTime(createTransport({ baseUrl, token, dispatcher, limits }), now);
  const delay = options.delay ?? ((ms, signal) => wait(ms, undefined, { signal }));
  const ownBudget = createRequestBudget();
  const budget =
    options.sharing === undefined
      ? keepBudgetAlone(ownBudget)
      : shareBudget(ownBudget, { ...options.sharing, now, delay });
  const client = createClient({
    transport: heard.transport,
    budget,
    token,
    limits,
    now,
    random: options.random ?? Math.random,
    delay,
    log: options.log ?? (() => {}),
  });

  return {
    ...createCalls({ client, questions, paths: createPaths(options.teamId), limits, now }),
    budget: () => budget.state(),
    serverTime: heard.serverTime,

    async close() {
      questions.close();
      await budget.close();
      if (options.dispatcher === undefined) await dispatcher.destroy();
    },
  };
}

/** A transport that also notes what Northflank's clock says in each answer. */
function hearTime(send: Transport, now: Clock) {
  let heard: ServerTime | undefined;
  const transport: Transport = async (outgoing, signal) => {
    const answer = await send(outgoing, signal);
    heard = readServerTime(answer.headers.date, now()) ?? heard;
    return answer;
  };
  return { transport, serverTime: () => heard };
}
