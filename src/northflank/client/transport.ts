import type { IncomingHttpHeaders } from 'node:http';
import { Agent, type Dispatcher } from 'undici';
import { NorthflankError } from '../errors.ts';
import { exchange, StoppedExchange } from './exchange.ts';
import type { Limits } from './limits.ts';

/** One request to Northflank, without credentials. */
export interface Outgoing {
  method: 'GET' | 'POST';
  /** Path with encoded ids. */
  path: string;
  /** What follows the path, with its question mark. */
  search?: string | undefined;
  /** Sent as JSON. Never kept. */
  body?: object | undefined;
  /** Parts of the body that must not show up in an error. */
  secrets?: readonly string[] | undefined;
}

/** One answer, whatever its status. */
export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  /** `undefined` when the answer was empty or not JSON. */
  json: unknown;
}

/**
 * Sends one request once.
 *
 * @throws {NorthflankError} `unavailable`, `untrusted`, `timeout`, `malformed` for an answer too large, or
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

/** Codes of a certificate that does not prove the host; the connection ends before anything is sent. */
const NOT_TRUSTED = /^(?!ERR_SSL_).*CERT|^UNABLE_TO_/;

/** Makes the connections that {@link createTransport} uses by default. */
export function createAgent(limits: Limits): Agent {
  return new Agent({
    connect: { timeout: limits.connectMs },
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.tryMs,
  });
}

/**
 * Creates what adds the token to each request.
 *
 * @param options `baseUrl` may have a path, which goes before that of each request.
 */
export function createTransport(options: {
  baseUrl: string;
  token: string;
  dispatcher: Dispatcher;
  limits: Limits;
}): Transport {
  const { dispatcher, limits } = options;
  const { origin, pathname } = new URL(options.baseUrl);
  const base = pathname.replace(/\/+$/, '');
  const headers = {
    authorization: `Bearer ${options.token}`,
    accept: 'application/json',
    'user-agent': 'backups-bot',
  };
  const whole = { totalMs: limits.tryMs, bodyBytes: limits.bodyBytes };

  return async (outgoing, signal) => {
    const { method, path, search = '', body } = outgoing;
    const request: Dispatcher.DispatchOptions = {
      origin,
      path: `${base}${path}${search}`,
      method,
      body: body === undefined ? null : JSON.stringify(body),
      headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
      headersTimeout: limits.headersMs,
      bodyTimeout: limits.tryMs,
    };
    try {
      const { text, ...answer } = await exchange(dispatcher, request, whole, signal);
      return { ...answer, json: parseJson(text) };
    } catch (error) {
      if (!(error instanceof StoppedExchange)) throw toNetworkError(error, outgoing);
      throw toStoppedError(error, outgoing, signal, limits);
    }
  };
}

function toStoppedError(
  { stop }: StoppedExchange,
  outgoing: Outgoing,
  signal: AbortSignal,
  { bodyBytes }: Limits,
): NorthflankError {
  const { method, path } = outgoing;
  if (stop === 'too-large') {
    const message = `${method} ${path} answered with more than ${bodyBytes} bytes`;
    return new NorthflankError('malformed', message, { path });
  }
  const ofCaller = stop === 'given-up' ? toStopError(signal, outgoing) : undefined;
  return ofCaller ?? new NorthflankError('timeout', `${method} ${path} took too long`, { path });
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
  const kind = networkKindOf(code);
  const sent = kind !== 'untrusted' && !NOT_CONNECTED.has(code);
  return new NorthflankError(kind, `${method} ${path} got no answer (${code})`, { path, sent });
}

function networkKindOf(code: string): 'timeout' | 'untrusted' | 'unavailable' {
  if (NOT_TRUSTED.test(code)) return 'untrusted';
  return /^UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT$/.test(code) ? 'timeout' : 'unavailable';
}

function readCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
