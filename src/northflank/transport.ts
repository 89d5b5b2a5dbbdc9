import type { IncomingHttpHeaders } from 'node:http';
import { Agent, type Dispatcher, request } from 'undici';
import { NorthflankError } from './errors.ts';
import type { Limits } from './limits.ts';

/** One request to Northflank, without credentials. */
export interface Outgoing {
  method: 'GET' | 'POST';
  /** Path with encoded ids. */
  path: string;
  query?: Readonly<Record<string, string>> | undefined;
  /** Sent as JSON. Never kept. */
  body?: object | undefined;
  /** Parts of the body that must not show up in an error. */
  secrets?: readonly string[] | undefined;
}

/** One answer, whatever its status. */
export interface Answer {
  status: number;
  /** The server's own words for the status; may be empty. */
  headers: IncomingHttpHeaders;
  /** `undefined` when the answer was empty or not JSON. */
  json: unknown;
}

/**
 * Sends one request once.
 *
 * @throws {NorthflankError} `unavailable`, `timeout`, `malformed` for an answer too large, or
 * `cancelled`; whatever the status of an answer that came whole, it is returned.
 */
export type Transport = (outgoing: Outgoing, signal: AbortSignal) => Promise<Answer>;

/** Codes of failures before the first byte went out. */
const NOT_CONNECTED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Makes the connections that {@link createTransport} uses by default. */
export function createAgent(limits: Limits): Agent {
  return new Agent({
    connect: { timeout: limits.connectMs },
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.tryMs,
  });
}

export function createTransport(options: {
  baseUrl: string;
  token: string;
  dispatcher: Dispatcher;
  limits: Limits;
}): Transport {
  const base = options.baseUrl.replace(/\/+$/, '');
  const headers = {
    authorization: `Bearer ${options.token}`,
    accept: 'application/json',
    'user-agent': 'backups-bot',
  };

  return async (outgoing, callerSignal) => {
    const { method, path, query, body } = outgoing;
    // The timeouts of undici restart with every byte; only a signal bounds the whole.
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(timeoutReason()), options.limits.tryMs);
    const abort = () => stop.abort(callerSignal.reason);
    if (callerSignal.aborted) abort();
    else callerSignal.addEventListener('abort', abort, { once: true });

    try {
      const answer = await request(`${base}${path}`, {
        method,
        ...(query === undefined ? {} : { query }),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
        dispatcher: options.dispatcher,
        signal: stop.signal,
        headersTimeout: options.limits.headersMs,
        bodyTimeout: options.limits.tryMs,
      });
      const text = await readText(answer.body, options.limits.bodyBytes, outgoing);
      return {
        status: answer.statusCode,
        headers: answer.headers,
        json: parseJson(text),
      };
    } catch (error) {
      if (error instanceof NorthflankError) throw error;
      throw toStopError(stop.signal, outgoing) ?? toNetworkError(error, outgoing);
    } finally {
      clearTimeout(timer);
      callerSignal.removeEventListener('abort', abort);
    }
  };
}

/** The reason that an own deadline aborts with: {@link toStopError} tells it from a cancelled call. */
export function timeoutReason(): DOMException {
  return new DOMException('The time allowed is over', 'TimeoutError');
}

/** What an aborted signal means for a call; `undefined` while it is not aborted. */
export function toStopError(
  signal: AbortSignal,
  { method, path }: Pick<Outgoing, 'method' | 'path'>,
  sent = true,
): NorthflankError | undefined {
  if (!signal.aborted) return undefined;
  const isTimeout = signal.reason instanceof Error && signal.reason.name === 'TimeoutError';
  return isTimeout
    ? new NorthflankError('timeout', `${method} ${path} took too long`, { path, sent })
    : new NorthflankError('cancelled', `${method} ${path} was cancelled`, { path, sent });
}

/** Reads a body up to a limit; whoever sends more is cut off, since nothing we ask for is so large. */
async function readText(
  body: AsyncIterable<Uint8Array>,
  limitBytes: number,
  { method, path }: Outgoing,
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > limitBytes) {
      throw new NorthflankError(
        'malformed',
        `${method} ${path} answered with more than ${limitBytes} bytes`,
        { path },
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Keeps the code alone: the errors of HTTP clients hold headers and pieces of bodies. */
function toNetworkError(error: unknown, { method, path }: Outgoing): NorthflankError {
  const code = readCode(error);
  const isTimeout = /^UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT$/.test(code);
  return new NorthflankError(
    isTimeout ? 'timeout' : 'unavailable',
    `${method} ${path} got no answer (${code})`,
    { path, sent: !NOT_CONNECTED.has(code) },
  );
}

function readCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
