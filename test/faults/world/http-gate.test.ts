import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listenLocally } from '../../../sandbox/local-server.ts';
import type { Interfere, Moment } from './gate.ts';
import { CUT, PASS } from './gate.ts';
import { type HttpDeed, startHttpGate } from './http-gate.ts';

/** A server that says what it was sent, behind a gate. */
async function start(interfere: Interfere<HttpDeed>) {
  const opened = new AsyncDisposableStack();
  onTestFinished(() => opened.disposeAsync());
  const received: string[] = [];
  const server = createServer((request, response) => {
    void answer(request).then((body) => response.end(body));
  });
  async function answer(request: IncomingMessage): Promise<string> {
    const body = await text(request);
    received.push(body);
    return `got ${body}`;
  }
  const port = await listenLocally(server, 0);
  opened.defer(() => void server.close());
  const gate = await startHttpGate(
    { opened },
    { upstream: () => `http://127.0.0.1:${port}`, interfere },
  );
  const post = async (body: string) => {
    const response = await fetch(`${gate.url}/api/say`, { method: 'POST', body });
    return { status: response.status, text: await response.text() };
  };
  return { post, received };
}

describe('a gate before an HTTP server', () => {
  it('shows every phase of a call in order, with what is known by then', async () => {
    const moments: Moment[] = [];
    const { post } = await start((moment) => {
      moments.push(moment);
      return PASS;
    });

    expect(await post('hello')).toEqual({ status: 200, text: 'got hello' });
    expect(moments.map(({ phase, body, answer }) => [phase, body, answer])).toEqual([
      ['connect', '', ''],
      ['headers', '', ''],
      ['half-body', '', ''],
      ['request', 'hello', ''],
      ['done', 'hello', 'got hello'],
      ['half-answer', 'hello', 'got hello'],
      ['answered', 'hello', 'got hello'],
    ]);
    expect(new Set(moments.slice(1).map(({ id, call }) => `${id} ${call}`)).size).toBe(1);
    expect(moments[1]?.call).toBe('POST /api/say');
  });

  it.each([
    { phase: 'connect', reaches: 0 },
    { phase: 'headers', reaches: 0 },
    { phase: 'half-body', reaches: 0 },
    { phase: 'request', reaches: 0 },
    { phase: 'done', reaches: 1 },
    { phase: 'half-answer', reaches: 1 },
  ])('cuts a call at $phase, which then reaches the server $reaches times', async (at) => {
    const { post, received } = await start(({ phase }) => (phase === at.phase ? CUT : PASS));

    await expect(post('hello')).rejects.toThrow(/fetch failed|terminated/);
    expect(received).toHaveLength(at.reaches);
  });

  it('lets a call reach the server after its caller is gone', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { post, received } = await start(({ phase }) =>
      phase === 'request' ? { do: 'late', after: () => promise } : PASS,
    );

    await expect(post('hello')).rejects.toThrow('fetch failed');
    expect(received).toEqual([]);
    resolve();
    await expect.poll(() => received).toEqual(['hello']);
  });

  it('answers in the place of the server', async () => {
    const { post, received } = await start(({ phase }) =>
      phase === 'request'
        ? { do: 'answer', with: (response) => response.writeHead(503).end('busy') }
        : PASS,
    );

    expect(await post('hello')).toEqual({ status: 503, text: 'busy' });
    expect(received).toEqual([]);
  });
});
