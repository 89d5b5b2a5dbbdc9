import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { errorFields } from '../src/domain/log.ts';
import { closeServer, listenLocally, portOf } from './local-server.ts';
import { Desk, type DeskOptions } from './page/server/desk.ts';
import { CONTENT_SECURITY_POLICY, readServedFile } from './page/server/files.ts';
import { refusalOf } from './page/server/guard.ts';
import { parseJson } from './slack/json.ts';

/** What the page shows and moves, and where it is served. */
export interface PageOptions extends DeskOptions {
  /** 0 or left out takes a free one. */
  port?: number | undefined;
}

/** A served page. */
export interface SandboxPage {
  url: string;
  close: () => Promise<void>;
}

/** A form with everything in it is a tenth of that. */
const BODY_LIMIT = 256_000;

/** Serves the workspace as a page on 127.0.0.1. */
export async function startPage(options: PageOptions): Promise<SandboxPage> {
  const desk = new Desk(options);
  const server = createServer((request, response) => {
    void answer(server, desk, request, response).catch((error: unknown) => {
      options.log.log.error('page_failed', errorFields(error));
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { error: 'The sandbox itself failed; its log tells more.' });
    });
  });
  const port = await listenLocally(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}/`,
    close: async () => {
      desk.close();
      await closeServer(server);
    },
  };
}

async function answer(
  server: Server,
  desk: Desk,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const { headers, method = 'GET' } = request;
  const refusal = refusalOf(
    {
      method,
      path: url.pathname,
      host: headers.host,
      origin: headers.origin,
      fetchSite: oneOf(headers['sec-fetch-site']),
      contentType: headers['content-type'],
    },
    portOf(server),
  );
  if (refusal !== undefined) return sendJson(response, 403, { error: refusal });
  if (method === 'POST') {
    const text = await readText(request);
    if (text === undefined) return sendJson(response, 400, { error: 'This was too long to send.' });
    const { status, answer: reply } = await desk.take(url.pathname, parseJson(text));
    return sendJson(response, status, reply);
  }
  if (url.pathname === '/events') return desk.listen(response, url.searchParams.get('as') ?? '');
  sendFile(response, url.pathname);
}

function sendFile(response: ServerResponse, path: string): void {
  const file = readServedFile(path);
  if (file === undefined) return sendJson(response, 404, { error: 'not found' });
  response.writeHead(200, {
    'content-type': file.type,
    'cache-control': 'no-cache',
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  response.end(file.body);
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(JSON.stringify(body));
}

/** The body; absent when it is too long. */
async function readText(request: IncomingMessage): Promise<string | undefined> {
  request.setEncoding('utf8');
  let text = '';
  for await (const chunk of request) {
    if (text.length <= BODY_LIMIT) text += String(chunk);
  }
  return text.length > BODY_LIMIT ? undefined : text;
}

function oneOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
