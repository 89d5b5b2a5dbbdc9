import { once } from 'node:events';
import { createServer } from 'node:net';
import { Agent, MockAgent } from 'undici';
import { afterAll, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, type Limits } from '../../../src/northflank/client/limits.ts';
import { createTransport } from '../../../src/northflank/client/transport.ts';
import { errorOf, type Handler, sendJson, startNorthflank, TOKEN } from '../local-server.ts';

const GET = { method: 'GET', path: '/v1/projects' } as const;
const agent = new Agent();
afterAll(() => agent.close());

/** Sends one request to a server that answers with the handler. */
async function sendTo(
  handler: Handler,
  limits: Partial<Limits> = {},
  signal = new AbortController().signal,
) {
  await using local = await startNorthflank(handler);
  const transport = createTransport({
    baseUrl: local.baseUrl,
    token: TOKEN,
    dispatcher: agent,
    limits: { ...DEFAULT_LIMITS, ...limits },
  });
  const answer = await transport(GET, signal);
  return { answer, requests: local.requests };
}

/** What comes of a request whose connection fails with this code. */
async function failingWith(code: string): Promise<unknown> {
  const mock = new MockAgent();
  mock.disableNetConnect();
  const error = Object.assign(new Error('canary'), { code });
  mock.get('http://local').intercept({ path: '/v1/projects' }).replyWithError(error);
  const transport = createTransport({
    baseUrl: 'http://local/',
    token: TOKEN,
    dispatcher: mock,
    limits: DEFAULT_LIMITS,
  });
  const found = await errorOf(transport(GET, new AbortController().signal));
  mock.assertNoPendingInterceptors();
  return found;
}

describe('createTransport', () => {
  it.each([
    { body: '{"a":1}', json: { a: 1 } },
    { body: '', json: undefined },
    { body: '<html>', json: undefined },
    { body: '{"a":', json: undefined },
  ])('reads the body $body', async ({ body, json }) => {
    const { answer } = await sendTo((_request, response) => response.end(body));

    expect(answer).toMatchObject({ status: 200 });
    expect(answer.json).toEqual(json);
  });

  it('reads letters that are split between two pieces', async () => {
    const [first, second] = [Buffer.from('"é"').subarray(0, 2), Buffer.from('"é"').subarray(2)];
    const { answer } = await sendTo((_request, response) => {
      response.write(first, () => response.end(second));
    });

    expect(answer.json).toBe('é');
  });

  it('follows no redirect, which would carry the token elsewhere', async () => {
    const { answer, requests } = await sendTo((_request, response) => {
      response.writeHead(302, { location: '/elsewhere' }).end();
    });

    expect(answer.status).toBe(302);
    expect(requests).toHaveLength(1);
  });

  it.each([
    { how: 'announced', headers: { 'content-length': '2000' } },
    { how: 'not announced', headers: {} },
  ])('cuts off a body over the limit, $how', async ({ headers }) => {
    const error = errorOf(
      sendTo(
        (_request, response) => {
          response.writeHead(200, headers);
          response.write('x'.repeat(1001));
        },
        { bodyBytes: 1000 },
      ),
    );

    expect(await error).toMatchObject({
      kind: 'malformed',
      message: 'GET /v1/projects answered with more than 1000 bytes',
    });
  });

  it('reads a body of exactly the limit', async () => {
    const { answer } = await sendTo((_request, response) => response.end(`"${'x'.repeat(998)}"`), {
      bodyBytes: 1000,
    });

    expect(answer.json).toHaveLength(998);
  });

  it('ends a body that trickles for ever, though each byte comes in time', async () => {
    const trickle: Handler = (_request, response) => {
      response.writeHead(200);
      const drip = () => {
        if (!response.destroyed) response.write(' ', () => setImmediate(drip));
      };
      drip();
    };

    expect(await errorOf(sendTo(trickle, { tryMs: 50 }))).toMatchObject({
      kind: 'timeout',
      status: undefined,
      sent: true,
    });
  });

  it('gives up on headers that do not come', async () => {
    expect(await errorOf(sendTo(() => {}, { headersMs: 20 }))).toMatchObject({ kind: 'timeout' });
  });

  it('gives up on an answer that does not come, whatever the limit for headers', async () => {
    expect(await errorOf(sendTo(() => {}, { tryMs: 20 }))).toMatchObject({ kind: 'timeout' });
  });

  it.each([
    { when: 'before the answer', sendFirst: false },
    { when: 'in the middle of the answer', sendFirst: true },
  ])('tells of a connection reset $when', async ({ sendFirst }) => {
    const error = errorOf(
      sendTo((_request, response) => {
        if (!sendFirst) response.socket?.resetAndDestroy();
        else response.write('{"data":', () => response.socket?.resetAndDestroy());
      }),
    );

    expect(await error).toMatchObject({ kind: 'unavailable', sent: true });
  });

  it('takes an answer that is cut short for none', async () => {
    const error = errorOf(
      sendTo((_request, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"data":{}}', () => response.socket?.destroy());
      }),
    );

    expect(await error).toMatchObject({ kind: 'unavailable' });
  });

  it('tells of an answer that is not HTTP', async () => {
    const server = createServer((socket) => socket.end('canary: not http\r\n\r\n'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const transport = createTransport({
      baseUrl: `http://127.0.0.1:${port}`,
      token: TOKEN,
      dispatcher: agent,
      limits: DEFAULT_LIMITS,
    });

    const error = await errorOf(transport(GET, new AbortController().signal));
    server.close();

    expect(error).toMatchObject({ kind: 'unavailable', cause: undefined });
    expect(String(error)).not.toContain('canary');
  });

  it('knows that nothing was sent where no connection came about', async () => {
    const local = await startNorthflank(() => {});
    await local[Symbol.asyncDispose]();
    const transport = createTransport({
      baseUrl: local.baseUrl,
      token: TOKEN,
      dispatcher: agent,
      limits: DEFAULT_LIMITS,
    });

    expect(await errorOf(transport(GET, new AbortController().signal))).toMatchObject({
      kind: 'unavailable',
      message: 'GET /v1/projects got no answer (ECONNREFUSED)',
      sent: false,
    });
  });

  it('tells a connection that takes too long from one that is refused', async () => {
    expect(await failingWith('UND_ERR_CONNECT_TIMEOUT')).toMatchObject({
      kind: 'timeout',
      sent: false,
    });
  });

  it.each([
    { code: 'DEPTH_ZERO_SELF_SIGNED_CERT', sent: false },
    { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', sent: false },
    { code: 'ERR_TLS_CERT_ALTNAME_INVALID', sent: false },
    { code: 'CERT_HAS_EXPIRED', sent: false },
    // Said by the other side, which may have read by then.
    { code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', sent: true },
  ])('knows what was not sent, for a certificate, from $code', async ({ code, sent }) => {
    expect(await failingWith(code)).toMatchObject({
      kind: sent ? 'unavailable' : 'untrusted',
      sent,
    });
  });

  it('stops when its caller does', async () => {
    const arrived = Promise.withResolvers<void>();
    const caller = new AbortController();
    const error = errorOf(sendTo(() => arrived.resolve(), {}, caller.signal));
    await arrived.promise;
    caller.abort();

    expect(await error).toMatchObject({ kind: 'cancelled' });
  });

  it('sends nothing for a caller who has already stopped', async () => {
    await using local = await startNorthflank((_request, response) => sendJson(response, {}));
    const transport = createTransport({
      baseUrl: local.baseUrl,
      token: TOKEN,
      dispatcher: agent,
      limits: DEFAULT_LIMITS,
    });

    expect(await errorOf(transport(GET, AbortSignal.abort()))).toMatchObject({ kind: 'cancelled' });
    expect(local.requests).toEqual([]);
  });
});
