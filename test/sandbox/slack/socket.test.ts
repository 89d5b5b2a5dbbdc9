import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Json, jsonOf, parseJson } from '../../../sandbox/slack/json.ts';
import { IDS, type SandboxSlack, type SlackEvent, sees } from '../../../sandbox/slack.ts';
import type { ManualTime } from '../manual-timers.ts';
import { joinWorkspace, startWorkspace, TOKENS } from '../sandbox-app.ts';

let slack: SandboxSlack;
let time: ManualTime;
let peers: Peer[] = [];

afterEach(async () => {
  for (const { socket } of peers) socket.terminate();
  peers = [];
  await slack.close();
});

async function start(): Promise<void> {
  ({ slack, time } = await startWorkspace());
}

/** An app at the other end of the wire, in its barest form. */
interface Peer {
  socket: WebSocket;
  /** The next message that is not read yet. */
  next: () => Promise<Json>;
  ack: (envelope: Json, payload?: Json) => void;
}

async function openUrl(): Promise<string> {
  const headers = { authorization: `Bearer ${TOKENS.appToken}` };
  const response = await fetch(`${slack.apiUrl}apps.connections.open`, { method: 'POST', headers });
  return String(jsonOf(await response.json())['url']);
}

async function connect(): Promise<Peer> {
  const socket = new WebSocket(await openUrl());
  const unread: Json[] = [];
  let wake = (): void => {};
  socket.on('message', (data) => {
    unread.push(jsonOf(parseJson(Buffer.from(new Uint8Array(data as Buffer)).toString())));
    wake();
  });
  const next = async (): Promise<Json> => {
    const message = unread.shift();
    if (message !== undefined) return message;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
    return next();
  };
  const ack = (envelope: Json, payload: Json = {}): void =>
    socket.send(JSON.stringify({ envelope_id: envelope['envelope_id'], payload }));
  const peer = { socket, next, ack };
  peers.push(peer);
  return peer;
}

/** Connects and reads the greeting. */
async function join(): Promise<Peer> {
  const peer = await connect();
  await peer.next();
  return peer;
}

const isClosing = (event: SlackEvent): boolean =>
  event.type === 'connection' && event.change === 'closed';

const command = () => slack.user(IDS.admin).command('/backups', 'help', { until: sees.ack });

describe('a connection', () => {
  it('is greeted with the number of connections', async () => {
    await start();
    await join();
    const second = await connect();

    expect(await second.next()).toMatchObject({
      type: 'hello',
      num_connections: 2,
      connection_info: { app_id: IDS.app },
    });
    expect(slack.socket.count).toBe(2);
  });

  it('opens once with each URL', async () => {
    await start();
    const url = await openUrl();
    const first = new WebSocket(url);
    await once(first, 'open');

    const [error] = await once(new WebSocket(url), 'error');
    first.terminate();

    expect(String(error)).toContain('403');
  });

  it('is refused beyond the tenth', async () => {
    await start();
    for (let count = 0; count < 10; count += 1) await join();

    const eleventh = await connect();

    expect(await eleventh.next()).toMatchObject({
      type: 'disconnect',
      reason: 'too_many_websockets',
    });
    await once(eleventh.socket, 'close');
    expect(slack.socket.count).toBe(10);
  });

  it('answers pings and sends its own', async () => {
    await start();
    const { socket } = await join();

    const pong = once(socket, 'pong');
    socket.ping('are you there');
    const ping = once(socket, 'ping');
    time.advance(10_000);

    expect(String(await pong)).toBe('are you there');
    await ping;
  });
});

describe('an envelope', () => {
  it('says what it is and whether the acknowledgement may answer', async () => {
    await start();
    const { next, ack } = await join();

    const done = command();
    const envelope = await next();
    ack(envelope);
    await done;

    expect(envelope).toMatchObject({
      type: 'slash_commands',
      accepts_response_payload: true,
      envelope_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      payload: { command: '/backups', text: 'help', is_enterprise_install: 'false' },
    });
    expect(envelope).not.toHaveProperty('retry_attempt');
  });

  it('counts its attempts when it is an event', async () => {
    await start();
    const { next, ack } = await join();
    const delivered = slack.deliver('events_api', { type: 'app_rate_limited' });
    const first = await next();
    ack(first);
    await delivered;

    slack.repeat(String(first['envelope_id']), { attempt: 1, reason: 'timeout' });

    expect(first).toMatchObject({ type: 'events_api', retry_attempt: 0, retry_reason: '' });
    expect(await next()).toMatchObject({
      envelope_id: first['envelope_id'],
      retry_attempt: 1,
      retry_reason: 'timeout',
    });
  });

  it('goes to each connection in turn', async () => {
    await start();
    const [one, two] = [await join(), await join()];

    for (const peer of [one, two, one]) {
      const done = command();
      peer.ack(await peer.next());
      await done;
    }

    expect(slack.acks()).toHaveLength(3);
  });

  it('fails at once when nobody is connected', async () => {
    await start();

    expect(await slack.user(IDS.admin).command('/backups')).toMatchObject({
      type: 'notice',
      error: 'dispatch_failed',
    });
  });
});

describe('the end of a connection', () => {
  it('is announced, after which nothing new is sent there', async () => {
    await start();
    const leaving = await join();

    slack.socket.requestDisconnect('refresh_requested');
    const fresh = await join();
    const done = command();
    fresh.ack(await fresh.next());
    await done;

    expect(await leaving.next()).toMatchObject({ type: 'disconnect', reason: 'refresh_requested' });
  });

  it('comes ten seconds after the announcement when the app stays', async () => {
    await start();
    const { socket } = await join();
    slack.socket.requestDisconnect('warning');

    const left = slack.waitFor(isClosing, 1000);
    const closed = once(socket, 'close');
    time.advance(10_000);
    await Promise.all([left, closed]);

    expect(slack.socket.count).toBe(0);
  });

  it('can come without a word', async () => {
    await start();
    const { socket } = await join();

    const closed = once(socket, 'close');
    slack.socket.cut();

    expect((await closed)[0]).toBe(1006);
  });
});

describe('a silent connection', () => {
  it('brings the app nothing: no envelope, no ping and no pong', async () => {
    await start();
    const { socket } = await join();
    const heard: unknown[] = [];
    socket.on('message', (data) => heard.push(data));
    for (const frame of ['ping', 'pong']) socket.on(frame, (data) => heard.push(data));

    slack.socket.silence();
    socket.ping('anybody');
    const seen = slack.user(IDS.admin).command('/backups');
    time.advance(10_000);
    await join(); // By then anything sent before has arrived.

    expect(await seen).toMatchObject({ type: 'notice', error: 'operation_timeout' });
    expect(heard).toEqual([]);
    expect(slack.socket.count).toBe(2);
  });

  it('brings Slack no acknowledgement', async () => {
    await start();
    const { next, ack } = await join();
    const seen = slack.user(IDS.admin).command('/backups');
    const envelope = await next();

    slack.socket.silence();
    ack(envelope);
    await join();
    time.advance(3000);

    expect(await seen).toMatchObject({ error: 'operation_timeout' });
    expect(slack.acks()).toEqual([]);
  });
});

describe('the official Socket Mode client', () => {
  it('leaves when it is asked to, and is counted out', async () => {
    const joined = await joinWorkspace(() => {});
    ({ slack, time } = joined);

    const left = slack.waitFor(isClosing, 1000);
    slack.socket.requestDisconnect('refresh_requested');

    expect(await left).toMatchObject({ change: 'closed', open: 0 });
    await joined.receiver.client.disconnect();
  });
});
