import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { showAnswer } from './answers.ts';
import type { Fault, Faults } from './faults.ts';
import { type Json, jsonOf, parseJson, stringOf } from './json.ts';
import type { ApiContext } from './methods/method.ts';
import { Refusal } from './refusal.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { Timers } from './timers.ts';
import { type ApiTokens, callMethod, readArguments } from './web-api.ts';

/** Characters of a request; no call of an app comes near it. */
const BODY_LIMIT = 4_000_000;

/** What the server answers with, and what spoils its answers. */
export interface ServerSettings {
  context: ApiContext;
  tokens: ApiTokens;
  faults: Faults;
  responseUrls: ResponseUrls;
  timers: Timers;
}

interface Answer {
  /** 0 when the connection is cut instead. */
  status: number;
  body: Json;
  headers?: Record<string, string>;
  arguments?: Json;
}

/** Serves the Web API, the response URLs and the WebSocket on one port of this machine. */
export function createSlackServer(settings: ServerSettings): Server {
  const server = createServer((request, response) => {
    // By the workspace's clock, which may stand elsewhere than the machine's.
    response.setHeader('date', settings.context.workspace.now().toUTCString());
    void handle(settings, request, response).catch(() => response.destroy());
  });
  server.on('upgrade', (request, socket, head) =>
    settings.context.socket.upgrade(request, socket, head),
  );
  return server;
}

async function handle(
  settings: ServerSettings,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  const body = await readBody(request);
  if (path.startsWith('/api/')) {
    const method = path.slice('/api/'.length);
    respond(settings, response, method, () => answerCall(settings, method, request, body));
  } else if (path.startsWith('/response/')) {
    respond(settings, response, 'response_url', () => answerResponseUrl(settings, path, body));
  } else {
    write(response, { status: 404, body: { ok: false, error: 'not_found' } });
  }
}

/** Does the work and answers, unless a fault stands in between. */
function respond(
  { faults, timers, context }: ServerSettings,
  response: ServerResponse,
  method: string,
  work: () => Answer,
): void {
  const fault = faults.take(method);
  const answer = (fault && spoil(fault)) ?? attempt(work);
  const cut = fault?.kind === 'lost_answer' || answer.status === 0;
  context.workspace.log.add({
    type: 'api',
    method,
    arguments: answer.arguments ?? {},
    status: answer.status,
    answer: answer.body,
    fault: fault?.kind,
  });
  if (cut) response.destroy();
  else if (fault?.kind === 'slow') timers.after(fault.ms, () => write(response, answer));
  else write(response, answer);
}

/** Tells a mistake of the sandbox's own among its answers: a cut connection would pass for a fault. */
function attempt(work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    const words = error instanceof Error ? error.message : 'no error was thrown';
    return { status: 500, body: { ok: false, error: 'sandbox_failed', errors: [words] } };
  }
}

/** The answer of a fault that keeps the work from being done. */
function spoil(fault: Fault): Answer | undefined {
  if (fault.kind === 'rate_limited') return tooMany(fault.retryAfterSeconds);
  if (fault.kind === 'error') return { status: 200, body: { ok: false, error: fault.error } };
  if (fault.kind === 'http') return { status: fault.status, body: {} };
  return fault.kind === 'cut' ? { status: 0, body: {} } : undefined;
}

function tooMany(seconds: number | undefined): Answer {
  const headers = seconds === undefined ? undefined : { 'retry-after': String(seconds) };
  return { status: 429, body: { ok: false, error: 'ratelimited' }, ...(headers && { headers }) };
}

function answerCall(
  { context, tokens }: ServerSettings,
  method: string,
  request: IncomingMessage,
  body: string,
): Answer {
  const args = readArguments(body, request.headers['content-type'] ?? '');
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const { token, ...rest } = args;
  const answer = callMethod(method, rest, bearer ?? stringOf(token), tokens, context);
  return { status: 200, ...answer, arguments: rest };
}

/**
 * Takes what an app sends to a `response_url`.
 *
 * A refused body uses the URL up as a taken one does, and answers with HTTP 400 and the reason.
 */
function answerResponseUrl(
  { context, responseUrls }: ServerSettings,
  path: string,
  text: string,
): Answer {
  const body = jsonOf(parseJson(text));
  return { ...takeResponse(context, responseUrls, path, body), arguments: body };
}

function takeResponse(
  context: ApiContext,
  responseUrls: ResponseUrls,
  path: string,
  body: Json,
): Answer {
  const target = responseUrls.take(path);
  if (typeof target === 'string') return { status: 404, body: { ok: false, error: target } };
  try {
    showAnswer(context.workspace, body, target, { oldWorkspace: context.oldWorkspace() });
    return { status: 200, body: { ok: true } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: 400, body: { ok: false, error: error.error, ...error.details } };
  }
}

function write(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<string> {
  request.setEncoding('utf8');
  let body = '';
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > BODY_LIMIT) throw new Error('the body is too large');
  }
  return body;
}
