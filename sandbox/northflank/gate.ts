import type { EmulatorContext } from 'emulate';
import { objectId } from './draw.ts';
import { GATEWAY_PAGE, type NorthflankFaults } from './faults.ts';
import type { AccountState, LivingAccount } from './living-account.ts';
import { Problem } from './problem.ts';
import { countRequest } from './rate-limit.ts';
import type { Route } from './routes.ts';

/** One request that the account received. */
export interface ReceivedRequest {
  method: string;
  /** Without the query. */
  path: string;
  /** With `?`, or empty. */
  query: string;
  /** By the account's clock. */
  at: Date;
  /** 0 while unanswered, and for ever when the connection was cut. */
  status: number;
}

/** What stands between a request and its route. */
export interface GateOptions {
  token: string;
  teamId: string;
  now: () => Date;
  faults: NorthflankFaults;
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Is told of every request when it arrives; the entry's status is filled in later. */
  record: (request: ReceivedRequest) => void;
}

type App = EmulatorContext<AccountState>['app'];
/** What emulate hands to a route's handler. */
export type Call = Parameters<Parameters<App['notFound']>[0]>[0];

/**
 * Answers one call: what is broken comes first, then token, limit, team, and then the route.
 *
 * @param route absent for a path that the API does not have.
 */
export async function answerCall(
  call: Call,
  route: Route | undefined,
  account: LivingAccount,
  closing: AbortSignal,
  options: GateOptions,
): Promise<Response> {
  const { faults, now } = options;
  const url = new URL(call.req.url);
  const received: ReceivedRequest = {
    method: call.req.method,
    path: url.pathname,
    query: url.search,
    at: now(),
    status: 0,
  };
  options.record(received);
  // By the account's clock, which may stand elsewhere than the machine's.
  call.header('date', received.at.toUTCString());
  if (faults.unreachable) return cutConnection();
  if (faults.slowMs > 0) await options.wait(faults.slowMs, closing).catch(() => undefined);
  const response = faults.down
    ? call.html(GATEWAY_PAGE, 503)
    : await answerFromAccount(call, url, route, account, options);
  if (losesAnswerTo(received.method, faults)) return cutConnection();
  received.status = response.status;
  return response;
}

function losesAnswerTo(method: string, faults: NorthflankFaults): boolean {
  return faults.losesAnswers || (faults.losesWriteAnswers && method !== 'GET');
}

async function answerFromAccount(
  call: Call,
  url: URL,
  route: Route | undefined,
  account: LivingAccount,
  options: GateOptions,
): Promise<Response> {
  const { faults } = options;
  const now = options.now();
  const counted = countRequest(account.state.window, now.getTime(), faults.rateLimited);
  account.state.window = counted.window;
  try {
    if (faults.tokenRevoked || call.req.header('authorization') !== `Bearer ${options.token}`) {
      throw new Problem(401, 'Unauthorized');
    }
    if (!counted.allowed) throw new Problem(429, 'Rate limit exceeded');
    const team = call.req.param('teamId');
    if (!route || (team !== '' && team !== options.teamId)) throw new Problem(404, 'Not found');
    const body = await route.answer({
      param: (name) => call.req.param(name),
      query: url.searchParams,
      body: () => readJson(call),
      account,
      faults,
      now,
    });
    return call.json(body, 200, counted.headers);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const errorId = objectId(`${url.pathname}/${now.getTime()}/${error.message}`);
    return call.json(error.toBody(errorId), error.status, counted.headers);
  }
}

async function readJson(call: Call): Promise<unknown> {
  try {
    return JSON.parse(await call.req.text());
  } catch {
    throw new Problem(400, 'The body is not JSON');
  }
}

/** A body that fails before its first byte: emulate then closes the socket without an answer. */
function cutConnection(): Response {
  const body = new ReadableStream({
    start(controller) {
      controller.error(new Error('connection cut'));
    },
  });
  return new Response(body);
}
