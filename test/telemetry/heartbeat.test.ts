import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HeartbeatDeps, startHeartbeat } from '../../src/telemetry/heartbeat.ts';
import { type RecordedLog, recordedLog } from '../fakes/recorded-log.ts';

const NOW = new Date('2026-11-21T10:00:00Z');
const MINUTE_MS = 60_000;
const SECRET_PATH = '/ping/canary';

let asked: string[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let base: string;
let close: () => Promise<void>;
let log: RecordedLog;

beforeEach(async () => {
  asked = [];
  answer = (_, response) => response.end('OK');
  log = recordedLog();
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
});
afterEach(() => close());

/** Lets the heart beat so many times, and says how long it waited after each. */
async function beat(times: number, deps: Partial<HeartbeatDeps> = {}): Promise<number[]> {
  const waits: number[] = [];
  const enough = Promise.withResolvers<void>();
  const stop = startHeartbeat({
    url: `${base}${SECRET_PATH}`,
    readiness: () => Promise.resolve([]),
    unfinished: () => Promise.resolve([]),
    now: () => NOW,
    delay: (milliseconds, signal) => {
      waits.push(milliseconds);
      if (waits.length < times) return Promise.resolve();
      enough.resolve();
      return new Promise((resolve) => signal?.addEventListener('abort', () => resolve()));
    },
    log,
    ...deps,
  });
  await enough.promise;
  await stop();
  return waits;
}

function minutesAgo(minutes: number) {
  return { dueAt: new Date(NOW.getTime() - minutes * MINUTE_MS) };
}

describe('the heartbeat', () => {
  it('asks at once and then every five minutes', async () => {
    expect(await beat(3)).toEqual([5 * MINUTE_MS, 5 * MINUTE_MS, 5 * MINUTE_MS]);

    expect(asked).toEqual(Array.from({ length: 3 }, () => `GET ${SECRET_PATH}`));
    expect(log.lines).toEqual([]);
  });

  it('is withheld while the bot is not ready, and says why', async () => {
    const readiness = () => Promise.resolve(['Slack is not connected']);

    await beat(2, { readiness });

    expect(asked).toEqual([]);
    expect(log.lines[0]).toEqual({
      level: 'warn',
      event: 'heartbeat_withheld',
      fields: { problem: 'Slack is not connected' },
    });
  });

  it.each([
    { due: [minutesAgo(59)], beats: 1 },
    { due: [minutesAgo(60)], beats: 1 },
    { due: [minutesAgo(61), minutesAgo(5)], beats: 0 },
  ])('is withheld while a digest is overdue by more than an hour: %o', async ({ due, beats }) => {
    await beat(1, { unfinished: () => Promise.resolve(due) });

    expect(asked).toHaveLength(beats);
  });

  it('is withheld, and goes on, while it cannot be told how the digests stand', async () => {
    await beat(2, { unfinished: () => Promise.reject(new Error('the store is away')) });

    expect(asked).toEqual([]);
    expect(log.lines).toHaveLength(2);
  });
});

describe('a heartbeat that is not taken', () => {
  it.each([404, 500])('is logged by its status %i alone', async (status) => {
    answer = (_, response) => response.writeHead(status).end('canary');

    await beat(2);

    expect(asked).toHaveLength(2);
    expect(log.lines[0]).toEqual({
      level: 'warn',
      event: 'heartbeat_failed',
      fields: { status },
    });
    expect(JSON.stringify(log.lines)).not.toContain('canary');
  });

  it('follows no redirect', async () => {
    answer = (_, response) => response.writeHead(302, { location: '/elsewhere' }).end();

    await beat(1);

    expect(asked).toEqual([`GET ${SECRET_PATH}`]);
    expect(log.lines.map(({ fields }) => fields)).toEqual([{ status: 302 }]);
  });

  it('is given up in time, also when the answer trickles', async () => {
    answer = (_, response) => response.writeHead(200).write('canary');

    await beat(1, { timeoutMs: 50 });

    expect(log.lines.map(({ fields }) => fields)).toEqual([{ error: 'TimeoutError' }]);
  });

  it('is logged without the address when nobody is there', async () => {
    await close();

    await beat(1);

    expect(log.lines.map(({ fields }) => fields)).toEqual([{ error: 'ECONNREFUSED' }]);
  });
});

it('ends at once in the middle of a request, without a word', async () => {
  const arrived = Promise.withResolvers<void>();
  answer = () => arrived.resolve();
  const stop = startHeartbeat({
    url: base,
    readiness: () => Promise.resolve([]),
    unfinished: () => Promise.resolve([]),
    now: () => NOW,
    delay: () => Promise.resolve(),
    log,
  });
  await arrived.promise;

  await stop();

  expect(asked).toEqual(['GET /']);
  expect(log.lines).toEqual([]);
});
