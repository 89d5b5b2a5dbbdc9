import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { listenLocally } from '../../../sandbox/local-server.ts';
import type { Opened } from '../case.ts';
import { type Deed, type Interfere, type Moment, nextId, type Phase } from './gate.ts';

/** Beside what can become of any call: an answer of the interferer's own instead of the server's. */
export type HttpDeed = Deed | { do: 'answer'; with: (response: ServerResponse) => unknown };

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/** An answer with a status, a text and headers; JSON unless they say otherwise. */
export function answering(
  status: number,
  body = '',
  headers: Readonly<Record<string, string>> = {},
): HttpDeed {
  return {
    do: 'answer',
    with: (response) => response.writeHead(status, { ...JSON_TYPE, ...headers }).end(body),
  };
}

/** What a gate stands before. */
export interface HttpGateOptions {
  /** Base URL of the server behind; asked for with each call. */
  upstream: () => string;
  interfere: Interfere<HttpDeed>;
  /** Names a call; method and path when absent. */
  nameOf?: ((method: string, path: string) => string) | undefined;
  /** Changes the server's answers before anybody sees them. */
  amend?: ((call: string, answer: string) => string) | undefined;
}

/** A server that passes calls on to another one, and lets somebody interfere at every phase. */
export interface HttpGate {
  /** Base URL, without a slash at the end. */
  url: string;
}

interface Call {
  id: number;
  name: string;
  incoming: IncomingMessage;
  body: Buffer;
}

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** Opens a gate on 127.0.0.1. Every call comes on a connection of its own, WebSockets stay open. */
export async function startHttpGate(
  { opened }: Opened,
  options: HttpGateOptions,
): Promise<HttpGate> {
  const sockets = new Set<Duplex>();
  const server = createServer((incoming, response) => {
    handle(options, incoming, response).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    const deed = options.interfere({ phase: 'connect', id: 0, call: '', body: '', answer: '' });
    // What comes later than at once meets a connection on which the call is being read already.
    if (!(deed instanceof Promise) && deed.do === 'cut') socket.destroy();
  });
  server.on('upgrade', (incoming: IncomingMessage, client: Socket, head: Buffer) => {
    tunnel(options, incoming, client, head, sockets).catch(() => client.destroy());
  });
  const port = await listenLocally(server, 0);
  opened.defer(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  return { url: `http://127.0.0.1:${port}` };
}

async function handle(
  options: HttpGateOptions,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const call: Call = {
    id: nextId(),
    name: nameOf(options, incoming),
    incoming,
    body: Buffer.alloc(0),
  };
  const goesOn = (phase: Phase, answer = '') => stand(options, call, response, phase, answer);
  if (!(await goesOn('headers'))) return;
  const half = Number(incoming.headers['content-length'] ?? 0) / 2;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming) {
    const before = length;
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (before < half && length >= half && !(await goesOn('half-body'))) return;
  }
  call.body = Buffer.concat(chunks);
  if (!(await goesOn('request'))) return;
  const answer = await forward(options, call);
  if (!(await goesOn('done', answer.body.toString()))) return;
  response.writeHead(answer.status, {
    ...answer.headers,
    'content-length': answer.body.length,
    connection: 'close',
  });
  const middle = Math.floor(answer.body.length / 2);
  await written(response, answer.body.subarray(0, middle));
  if (!(await goesOn('half-answer', answer.body.toString()))) return;
  await written(response, answer.body.subarray(middle));
  await goesOn('answered', answer.body.toString());
  response.end();
}

/** @returns whether the call goes on. */
async function stand(
  options: HttpGateOptions,
  call: Call,
  response: ServerResponse,
  phase: Phase,
  answer: string,
): Promise<boolean> {
  const deed = await options.interfere(momentOf(call, phase, answer));
  if (deed.do === 'pass') return true;
  if (deed.do === 'answer') await deed.with(response);
  if (deed.do === 'cut' || deed.do === 'late') response.destroy();
  if (deed.do === 'late') {
    // Nobody waits for what comes of it, and the case may be over by then.
    void deed.after().then(() => forward(options, call).catch(() => undefined));
  }
  return false;
}

function momentOf(call: Omit<Call, 'incoming'>, phase: Phase, answer = ''): Moment {
  return { phase, id: call.id, call: call.name, body: call.body.toString(), answer };
}

async function forward(options: HttpGateOptions, { name, incoming, body }: Call): Promise<Answer> {
  const { method = 'GET', url = '/', headers } = incoming;
  const outgoing = request(new URL(url, options.upstream()), {
    method,
    headers: { ...headers, connection: 'close' },
  });
  outgoing.end(body);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  const text = (await buffer(response)).toString();
  const answer = Buffer.from(options.amend?.(name, text) ?? text);
  const kept = Object.entries(response.headers).filter(([header]) => !HOP_BY_HOP.has(header));
  return {
    status: response.statusCode ?? 502,
    headers: Object.fromEntries(kept.map(([header, value]) => [header, String(value)])),
    body: answer,
  };
}

const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length']);

async function written(response: ServerResponse, part: Buffer): Promise<void> {
  if (response.destroyed) return;
  await new Promise<void>((resolve) => {
    response.write(part, () => resolve());
  });
}

/** A connection that changes its protocol, as for a WebSocket: after the greeting all is passed on. */
async function tunnel(
  options: HttpGateOptions,
  incoming: IncomingMessage,
  client: Socket,
  head: Buffer,
  sockets: Set<Duplex>,
): Promise<void> {
  const call = { id: nextId(), name: nameOf(options, incoming), body: Buffer.alloc(0) };
  const goesOn = async (phase: Phase): Promise<boolean> => {
    const deed = await options.interfere(momentOf(call, phase));
    if (deed.do === 'cut' || deed.do === 'late') client.destroy();
    return deed.do === 'pass';
  };
  client.on('error', () => client.destroy());
  if (!(await goesOn('headers')) || !(await goesOn('request'))) return;
  const { hostname, port } = new URL(options.upstream());
  const upstream = connect(Number(port), hostname);
  sockets.add(upstream);
  upstream.on('error', () => client.destroy());
  client.on('close', () => upstream.destroy());
  upstream.on('close', () => {
    sockets.delete(upstream);
    client.destroy();
  });
  upstream.write(greetingOf(incoming));
  upstream.write(head);
  const [greeting] = (await once(upstream, 'data')) as [Buffer];
  upstream.pause();
  if (!(await goesOn('done'))) return;
  const middle = Math.floor(greeting.length / 2);
  client.write(greeting.subarray(0, middle));
  if (!(await goesOn('half-answer'))) return;
  client.write(greeting.subarray(middle));
  if (!(await goesOn('answered'))) return;
  upstream.pipe(client);
  client.pipe(upstream);
}

function greetingOf({ method = 'GET', url = '/', rawHeaders }: IncomingMessage): string {
  const lines = rawHeaders
    .map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`))
    .join('');
  return `${method} ${url} HTTP/1.1\r\n${lines}\r\n`;
}

function nameOf({ nameOf: name }: HttpGateOptions, { method = 'GET', url = '/' }: IncomingMessage) {
  const { pathname } = new URL(url, 'http://gate');
  return name?.(method, pathname) ?? `${method} ${pathname}`;
}
