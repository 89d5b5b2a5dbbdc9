import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server asks when somebody looks at the bot's health. */
export interface HealthSource {
  /** Whether the process can work at all; a reason for each thing that it cannot. */
  health(): Promise<readonly string[]>;
  /** Whether it is worth being sent work now; a reason for each thing that is missing. */
  readiness(): Promise<readonly string[]>;
  metrics(): Promise<{ contentType: string; body: string }>;
}

/** Handlers by path, for whoever needs more than health: Slack in HTTP mode. */
export type Routes = Readonly<
  Record<string, (request: IncomingMessage, response: ServerResponse) => void | Promise<void>>
>;

/** A listening server. */
export interface HttpServer {
  /** The port in use, also when 0 was asked for. */
  port: number;
  close(): Promise<void>;
}

/**
 * Serves `/healthz`, `/readyz`, `/metrics` and the given routes.
 *
 * @param host address to listen on; all interfaces when absent, since a container is probed from outside.
 * @throws {Error} with a sentence for the operator when the port cannot be had.
 */
export async function startHttpServer(
  port: number,
  source: HealthSource,
  routes: Routes = {},
  host?: string,
): Promise<HttpServer> {
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const route = routes[path];
    // One request must never end the process, whatever its handler throws.
    const answered = route
      ? Promise.resolve().then(() => route(request, response))
      : answer(path, request, response, source);
    answered.catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end('error\n');
    });
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 20_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const what = `Port ${port} cannot be listened on (${cause.code}).`;
      reject(new Error(`${what} Set another PORT, or stop what uses this one.`, { cause }));
    });
    server.listen(port, host, resolve);
  });
  return {
    port: portOf(server.address()),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  source: HealthSource,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405).end();
  } else if (path === '/healthz') {
    answerState(response, await source.health());
  } else if (path === '/readyz') {
    answerState(response, await source.readiness());
  } else if (path === '/metrics') {
    const { contentType, body } = await source.metrics();
    response.writeHead(200, { 'content-type': contentType }).end(body);
  } else {
    response.writeHead(404).end();
  }
}

function answerState(response: ServerResponse, problems: readonly string[]): void {
  const ok = problems.length === 0;
  response.writeHead(ok ? 200 : 503, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify({ ok, problems })}\n`);
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
