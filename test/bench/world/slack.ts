import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { after } from './after.ts';

const TEAM = 'T0BENCH';
/** Part of the app token, as in a real one. */
export const APP = 'A0BENCH';
const BOT_USER = 'U0BOT';

/** What became of one act, in milliseconds since Slack took it from the person; absent when it never came. */
export interface ActTimes {
  ackMs?: number | undefined;
  /** Until Slack has the first message that answers it. */
  replyMs?: number | undefined;
  /** Options that the acknowledgement of a type-ahead carried. */
  options?: number | undefined;
}

/** One act of a person, as Slack hands it to the app. */
export interface ActWish {
  kind: 'command' | 'suggestion';
  userId: string;
  /** What is typed after `/backups`, or into the menu. */
  text: string;
  /** What its time ends with. */
  until: 'ack' | 'reply';
}

/** A Slack with one app, as far from it as is said. */
export interface Slack {
  handle: (request: IncomingMessage, response: ServerResponse) => void;
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** All at once. @throws when one has not what it waits for within a minute. */
  act: (wishes: readonly ActWish[]) => Promise<ActTimes[]>;
  /** When the first message was posted to a channel; on this process's clock. */
  posted: () => Promise<number>;
  /** As if nothing had been posted yet. */
  forget: () => void;
}

/** Then something is broken, and a bench that hangs would not say what. */
const LIMIT_MS = 60_000;

interface Waiting {
  handedAt: number;
  wish: ActWish;
  times: ActTimes;
  done: () => void;
}

/** Answers that the methods give which a start and a digest need; any other one is told `ok` alone. */
const ANSWERS: Readonly<Record<string, (args: URLSearchParams, base: string) => object>> = {
  'auth.test': () => ({ team_id: TEAM, user_id: BOT_USER, bot_id: 'B0BOT' }),
  'apps.connections.open': (_, base) => ({ url: `${base.replace('http', 'ws')}/link` }),
  'views.open': () => ({ view: { id: 'V0OPENED' } }),
  'users.info': (args) => ({ user: { id: args.get('user'), team_id: TEAM, tz: 'Europe/Berlin' } }),
};

/** @param roundTripMs to the app and back. */
export function createSlack(roundTripMs: number): Slack {
  const halfMs = roundTripMs / 2;
  const sockets = new WebSocketServer({ noServer: true });
  const waiting = new Map<string, Waiting>();
  let socket: WebSocket | undefined;
  let posted = Promise.withResolvers<number>();
  let number = 0;

  function seen(id: string, what: 'ackMs' | 'replyMs'): void {
    const act = waiting.get(id);
    if (act === undefined) return;
    act.times[what] ??= performance.now() - act.handedAt;
    if (act.wish.until === 'ack' || what === 'replyMs') act.done();
  }

  function welcome(opened: WebSocket): void {
    socket = opened;
    opened.on('error', () => opened.terminate());
    opened.on('message', (data: Buffer) => {
      const { envelope_id: id, payload } = JSON.parse(data.toString()) as Acknowledgement;
      after(halfMs, () => {
        const act = waiting.get(id);
        if (act) act.times.options = payload?.options?.length;
        seen(id, 'ackMs');
      });
    });
    opened.send(JSON.stringify({ type: 'hello', num_connections: 1 }));
  }

  async function call(request: IncomingMessage, base: string): Promise<object> {
    const method = /^\/api\/(?<name>[\w.]+)/.exec(request.url ?? '')?.groups?.['name'] ?? '';
    const args = new URLSearchParams(await bodyOf(request));
    number += 1;
    const ts = `1800000000.${String(number).padStart(6, '0')}`;
    if (method === 'chat.postMessage') after(halfMs, () => posted.resolve(performance.now()));
    return { ok: true, ts, ...ANSWERS[method]?.(args, base) };
  }

  async function reply(id: string, request: IncomingMessage): Promise<object> {
    await bodyOf(request);
    after(halfMs, () => seen(id, 'replyMs'));
    return { ok: true };
  }

  function deliver(wish: ActWish, base: string): Promise<ActTimes> {
    number += 1;
    const id = `envelope-${number}`;
    const handedAt = performance.now();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const times: ActTimes = {};
    waiting.set(id, { handedAt, wish, times, done: resolve });
    const tooLong = setTimeout(() => reject(new Error(`no ${wish.until}: ${wish.text}`)), LIMIT_MS);
    const frame = JSON.stringify(envelopeOf(wish, id, `${base}/reply/${id}`));
    after(halfMs, () => socket?.send(frame));
    return promise.then(() => times).finally(() => clearTimeout(tooLong));
  }

  let address = '';
  return {
    handle: (request, response) => {
      address = `http://${request.headers.host}`;
      const id = /^\/reply\/(?<id>.+)$/.exec(request.url ?? '')?.groups?.['id'];
      const answer = id === undefined ? call(request, address) : reply(id, request);
      void answer.then((body) =>
        after(roundTripMs, () => {
          response.setHeader('content-type', 'application/json');
          response.end(JSON.stringify(body));
        }),
      );
    },
    upgrade: (request, raw, head) => sockets.handleUpgrade(request, raw, head, welcome),
    act: (wishes) => Promise.all(wishes.map((wish) => deliver(wish, address))),
    posted: () => posted.promise,
    forget: () => {
      posted = Promise.withResolvers();
    },
  };
}

interface Acknowledgement {
  envelope_id: string;
  payload?: { options?: unknown[] };
}

function envelopeOf({ kind, text, userId }: ActWish, id: string, responseUrl: string): object {
  const payload =
    kind === 'command'
      ? {
          command: '/backups',
          text,
          team_id: TEAM,
          channel_id: 'C0BENCH',
          channel_name: 'backups',
          user_id: userId,
          user_name: 'somebody',
          api_app_id: APP,
          is_enterprise_install: 'false',
          response_url: responseUrl,
          trigger_id: `trigger-${id}`,
        }
      : {
          type: 'block_suggestion',
          team: { id: TEAM, domain: 'bench' },
          user: { id: userId, name: 'somebody', team_id: TEAM },
          api_app_id: APP,
          action_id: 'pick_addon',
          block_id: 'addon',
          value: text,
          container: { type: 'view', view_id: 'V0BENCH' },
          view: { id: 'V0BENCH', type: 'modal', callback_id: 'pick_addon', private_metadata: '' },
        };
  return {
    envelope_id: id,
    type: kind === 'command' ? 'slash_commands' : 'interactive',
    accepts_response_payload: true,
    payload,
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(request, 'end');
  return Buffer.concat(chunks).toString();
}
