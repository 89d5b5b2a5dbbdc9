import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import type { Envelope, Reply, Transport } from './deliveries.ts';
import type { EventLog } from './events.ts';
import { jsonOf, parseJson, stringOf } from './json.ts';
import type { Timers } from './timers.ts';

/** Slack's bound on connections of one app. @see https://docs.slack.dev/apis/events-api/using-socket-mode */
const CONNECTION_LIMIT = 10;
const PING_INTERVAL_MS = 10_000;
/** How long a connection stays open after Slack asked the app to leave it. */
const DRAIN_MS = 10_000;

/** Why Slack ends a connection. */
export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled';

interface Connection {
  socket: WebSocket;
  /** Connected, yet nothing goes in or out any more. */
  silent: boolean;
  /** Slack asked the app to leave; nothing new is sent. */
  draining: boolean;
}

/** What Slack's end of the connections is made of. */
export interface SocketSettings {
  appId: string;
  log: EventLog;
  timers: Timers;
  nextId: (prefix: string) => string;
}

/** Slack's end of Socket Mode: several connections, each envelope to one of them in turn. */
export class SocketMode implements Transport {
  readonly #settings: SocketSettings;
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #tickets = new Set<string>();
  readonly #waiting = new Map<string, (reply: Reply) => void>();
  #connections: Connection[] = [];
  #turn = 0;
  /** Whether newcomers are greeted; without a greeting no app knows that it is connected. */
  greets = true;

  constructor(settings: SocketSettings) {
    this.#settings = settings;
  }

  /** Connections that are open, silent ones included. */
  get count(): number {
    return this.#connections.length;
  }

  /** A ticket for one connection, which `apps.connections.open` puts into the URL. */
  issueTicket(): string {
    const ticket = this.#settings.nextId('ticket-');
    this.#tickets.add(ticket);
    return ticket;
  }

  /** Takes over an HTTP upgrade; one without a valid ticket is refused. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '/', 'ws://localhost').searchParams.get('ticket') ?? '';
    if (!this.#tickets.delete(ticket)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (opened) => this.#welcome(opened));
  }

  deliver(envelope: Envelope, onReply: (reply: Reply) => void): void {
    const ready = this.#connections.filter(({ draining }) => !draining);
    const connection = ready[this.#turn % Math.max(ready.length, 1)];
    this.#turn += 1;
    if (connection === undefined) {
      queueMicrotask(() => onReply({ ok: false, error: 'dispatch_failed' }));
      return;
    }
    this.#waiting.set(envelope.envelopeId, onReply);
    this.#write(connection, {
      envelope_id: envelope.envelopeId,
      type: envelope.kind,
      accepts_response_payload: envelope.acceptsAnswer,
      payload: envelope.payload,
      ...(envelope.kind === 'events_api' && {
        retry_attempt: envelope.retry?.attempt ?? 0,
        retry_reason: envelope.retry?.reason ?? '',
      }),
    });
  }

  /** Tells the app to leave its connections, as Slack does every few hours. */
  requestDisconnect(reason: DisconnectReason): void {
    for (const connection of this.#connections) {
      connection.draining = true;
      this.#write(connection, { type: 'disconnect', reason, debug_info: { host: 'sandbox' } });
      this.#settings.timers.after(DRAIN_MS, () => connection.socket.close());
    }
  }

  /** Leaves the connections open and lets nothing through: no envelope, no pong, no acknowledgement. */
  silence(): void {
    for (const connection of this.#connections) {
      connection.silent = true;
      connection.socket.pause();
    }
  }

  /** Does to every open connection what Slack never would, such as sending what is no envelope. */
  meddle(deed: (socket: WebSocket) => void): void {
    for (const { socket } of this.#connections) deed(socket);
  }

  /** Cuts the connections without a word. */
  cut(): void {
    for (const { socket } of this.#connections) socket.terminate();
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #welcome(socket: WebSocket): void {
    const { log, timers, appId } = this.#settings;
    const connection: Connection = { socket, silent: false, draining: false };
    socket.on('error', () => socket.terminate());
    if (this.#connections.length >= CONNECTION_LIMIT) {
      this.#write(connection, { type: 'disconnect', reason: 'too_many_websockets' });
      socket.close();
      return;
    }
    this.#connections.push(connection);
    socket.on('message', (data) => this.#receive(textOf(data)));
    socket.on('close', () => {
      this.#connections = this.#connections.filter((other) => other !== connection);
      log.add({ type: 'connection', change: 'closed', open: this.#connections.length });
    });
    if (this.greets) {
      this.#write(connection, {
        type: 'hello',
        num_connections: this.#connections.length,
        connection_info: { app_id: appId },
        debug_info: { host: 'sandbox', build_number: 1, approximate_connection_time: 18_060 },
      });
    }
    this.#ping(connection, timers);
    log.add({ type: 'connection', change: 'opened', open: this.#connections.length });
  }

  #ping(connection: Connection, timers: Timers): void {
    timers.after(PING_INTERVAL_MS, () => {
      if (connection.socket.readyState !== WebSocket.OPEN) return;
      if (!connection.silent) connection.socket.ping('sandbox');
      this.#ping(connection, timers);
    });
  }

  #receive(data: string): void {
    const message = jsonOf(parseJson(data));
    const onReply = this.#waiting.get(stringOf(message['envelope_id']) ?? '');
    onReply?.({ ok: true, payload: jsonOf(message['payload']) });
  }

  #write({ socket, silent }: Connection, message: unknown): void {
    if (!silent && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  }
}

function textOf(data: RawData): string {
  return (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(new Uint8Array(data))).toString();
}
