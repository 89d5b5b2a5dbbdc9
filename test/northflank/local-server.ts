import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { closeServer, listenLocally } from '../../sandbox/local-server.ts';
import {
  createNorthflank,
  type NorthflankOptions,
} from '../../src/northflank/create-northflank.ts';
import type { Northflank } from '../../src/northflank/northflank.ts';

export const NOW = new Date('2026-10-06T09:00:00Z');
export const TOKEN = 'test-token-0000';

/** A request as the server saw it, body read whole. */
export interface SeenRequest {
  method: string;
  /** Path with query, exactly as it came over the wire. */
  url: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
}

export type Handler = (request: SeenRequest, response: ServerResponse) => unknown;

/** A Northflank on 127.0.0.1 with a client for it, closed with `await using`. */
export interface LocalNorthflank extends AsyncDisposable {
  northflank: Northflank;
  baseUrl: string;
  /** Every request so far, in order. */
  requests: SeenRequest[];
  /** Waits between tries, in the order asked for; none of them is really waited. */
  waits: number[];
  /** Events logged so far. */
  logged: { event: string; fields: object }[];
  /** Moves the client's clock. */
  advance(ms: number): void;
}

/** Starts a server that answers with the handler, and a client whose time stands still. */
export async function startNorthflank(
  handler: Handler,
  options: Partial<NorthflankOptions> = {},
): Promise<LocalNorthflank> {
  const requests: SeenRequest[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const url = new URL(incoming.url ?? '', 'http://local');
      const request: SeenRequest = {
        method: incoming.method ?? '',
        url: incoming.url ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString(),
      };
      requests.push(request);
      void handler(request, response);
    });
  });
  const baseUrl = `http://127.0.0.1:${await listenLocally(server, 0)}`;

  let now = NOW.getTime();
  const waits: number[] = [];
  const logged: LocalNorthflank['logged'] = [];
  const northflank = createNorthflank({
    baseUrl,
    token: TOKEN,
    now: () => new Date(now),
    random: () => 0.5,
    delay: async (ms, signal) => {
      signal.throwIfAborted();
      waits.push(ms);
      now += ms;
    },
    log: (event, fields) => logged.push({ event, fields }),
    ...options,
  });

  return {
    northflank,
    baseUrl,
    requests,
    waits,
    logged,
    advance: (ms) => {
      now += ms;
    },
    [Symbol.asyncDispose]: async () => {
      await northflank.close();
      await closeServer(server);
    },
  };
}

/** Answers as JSON. */
export function sendJson(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** A handler that gives one answer after the other, and the last one for ever. */
export function inTurn(...handlers: [Handler, ...Handler[]]): Handler {
  let turn = 0;
  return (request, response) => {
    const handler = handlers[Math.min(turn, handlers.length - 1)] ?? handlers[0];
    turn += 1;
    return handler(request, response);
  };
}

/** A handler that answers always the same. */
export function always(body: unknown, status = 200, headers?: Record<string, string>): Handler {
  return (_request, response) => sendJson(response, body, status, headers);
}

/** The error that a promise ends with; a promise that does not is an error itself. */
export async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('expected a failure');
    },
    (error: unknown) => error,
  );
}
