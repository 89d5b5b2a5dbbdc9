import { MockAgent } from 'undici';
import { describe, expect, it } from 'vitest';
import {
  always,
  errorOf,
  type Handler,
  inTurn,
  NOW,
  sendJson,
  startNorthflank,
} from '../local-server.ts';

const EMPTY = { data: { projects: [] } };
const good: Handler = always(EMPTY);
const status =
  (code: number, headers: Record<string, string> = {}): Handler =>
  (_request, response) =>
    sendJson(response, { error: { status: code, message: 'no' } }, code, headers);
const reset: Handler = (_request, response) => response.socket?.resetAndDestroy();
const later = (ms: number) => new Date(NOW.getTime() + ms);

describe('a read', () => {
  it('from a host whose certificate is not trusted is tried once, and says so however often', async () => {
    const mock = new MockAgent();
    mock.disableNetConnect();
    const error = Object.assign(new Error('canary'), { code: 'CERT_HAS_EXPIRED' });
    mock.get(/./).intercept({ path: /./ }).replyWithError(error).persist();
    await using local = await startNorthflank(good, { dispatcher: mock });

    for (let call = 1; call <= 10; call += 1) {
      expect(await errorOf(local.northflank.listProjects())).toMatchObject({
        kind: 'untrusted',
        sent: false,
        retryAt: undefined,
      });
    }
    expect(local.waits).toEqual([]);
  });

  it.each([
    { code: 500 },
    { code: 502 },
    { code: 503 },
    { code: 504 },
    { code: 408 },
    { code: 425 },
  ])('is tried again after $code, with growing jitter', async ({ code }) => {
    await using local = await startNorthflank(inTurn(status(code), status(code), good));

    await local.northflank.listProjects();

    expect(local.requests).toHaveLength(3);
    expect(local.waits).toEqual([150, 300]);
  });

  it('is tried again after a reset connection', async () => {
    await using local = await startNorthflank(inTurn(reset, good));

    await local.northflank.listProjects();

    expect(local.requests).toHaveLength(2);
  });

  it('is given up after three tries', async () => {
    await using local = await startNorthflank(status(503));

    expect(await errorOf(local.northflank.listProjects())).toMatchObject({
      kind: 'unavailable',
      status: 503,
      path: '/v1/projects',
      retryable: true,
    });
    expect(local.requests).toHaveLength(3);
  });

  it.each([
    { code: 400, kind: 'refused' },
    { code: 401, kind: 'unauthorized' },
    { code: 403, kind: 'forbidden' },
    { code: 404, kind: 'not-found' },
    { code: 409, kind: 'refused' },
    { code: 422, kind: 'refused' },
    { code: 302, kind: 'malformed' },
  ])('is not tried again after $code', async ({ code, kind }) => {
    await using local = await startNorthflank(status(code));

    expect(await errorOf(local.northflank.listProjects())).toMatchObject({
      kind,
      status: code,
      retryable: false,
    });
    expect(local.requests).toHaveLength(1);
  });

  it('takes a success that is not JSON for malformed, not for an empty list', async () => {
    await using local = await startNorthflank((_request, response) => response.end('<html>'));

    expect(await errorOf(local.northflank.listProjects())).toMatchObject({
      kind: 'malformed',
      status: 200,
    });
    expect(local.requests).toHaveLength(1);
  });

  it('waits at least as long as Retry-After says', async () => {
    await using local = await startNorthflank(inTurn(status(429, { 'retry-after': '7' }), good));

    await local.northflank.listProjects();

    expect(local.waits).toEqual([7150]);
  });

  it('tells when to come back where the wait is longer than a person waits', async () => {
    await using local = await startNorthflank(
      status(429, { 'x-ratelimit-reset': '1800', 'x-ratelimit-remaining': '0' }),
    );

    expect(await errorOf(local.northflank.listProjects())).toMatchObject({
      kind: 'rate-limited',
      retryAt: later(1_800_000),
    });
    expect(local.requests).toHaveLength(1);
    expect(local.waits).toEqual([]);
  });

  it('sends nothing more until a refusal is over, and then asks again', async () => {
    await using local = await startNorthflank(inTurn(status(429, { 'retry-after': '60' }), good));
    await errorOf(local.northflank.listProjects());

    expect(await errorOf(local.northflank.listDestinations())).toMatchObject({
      kind: 'rate-limited',
      retryAt: later(60_000),
      sent: false,
    });
    expect(local.requests).toHaveLength(1);

    local.advance(60_000);
    await local.northflank.listProjects();
    expect(local.requests).toHaveLength(2);
  });

  it('gives up on an absurd pause, but does not stay silent for so long', async () => {
    await using local = await startNorthflank(
      inTurn(status(429, { 'retry-after': '999999999' }), good),
    );

    expect(await errorOf(local.northflank.listProjects())).toMatchObject({
      kind: 'rate-limited',
      retryAt: undefined,
    });
    expect(local.waits).toEqual([]);

    await local.northflank.listProjects();
    expect(local.requests).toHaveLength(2);
  });

  it('lets a digest sit out a minute where a person would be told', async () => {
    await using local = await startNorthflank(inTurn(status(429, { 'retry-after': '50' }), good));

    await local.northflank.listProjects({ priority: 'digest' });

    expect(local.waits).toEqual([50_150]);
  });

  it('ends within the time that a person waits, over all pages and tries', async () => {
    const arrived = Promise.withResolvers<void>();
    await using local = await startNorthflank(
      inTurn(
        always({ data: { projects: [] }, pagination: { hasNextPage: true, cursor: 'c' } }),
        () => arrived.resolve(),
      ),
      // Limits of a single try are out of the way: only the whole question can end it.
      { limits: { personMs: 100, tryMs: 600_000, headersMs: 600_000 } },
    );

    const listing = local.northflank.listProjects();
    await arrived.promise;

    expect(await listing).toMatchObject({ reach: 'failed', failure: { kind: 'timeout' } });
  });

  it('stops waiting between tries when its caller stops', async () => {
    const caller = new AbortController();
    await using local = await startNorthflank(status(503), {
      delay: async (_ms, signal) => {
        caller.abort();
        signal.throwIfAborted();
      },
    });

    expect(await errorOf(local.northflank.listProjects({ signal: caller.signal }))).toMatchObject({
      kind: 'cancelled',
    });
    expect(local.requests).toHaveLength(1);
  });

  it('takes a deadline of its caller for a timeout', async () => {
    const caller = new AbortController();
    const arrived = Promise.withResolvers<void>();
    await using local = await startNorthflank(() => arrived.resolve());

    const error = errorOf(local.northflank.listProjects({ signal: caller.signal }));
    await arrived.promise;
    caller.abort(new DOMException('over', 'TimeoutError'));

    expect(await error).toMatchObject({ kind: 'timeout' });
  });
});

describe('equal reads at the same time', () => {
  it('cost one request', async () => {
    const answer = Promise.withResolvers<void>();
    await using local = await startNorthflank(async (_request, response) => {
      await answer.promise;
      sendJson(response, EMPTY);
    });

    const reads = [1, 2, 3].map(() => local.northflank.listProjects());
    const other = local.northflank.listAddons('shop-prod').catch(() => undefined);
    answer.resolve();

    await Promise.all([...reads, other]);
    expect(local.requests.map(({ path }) => path).toSorted()).toEqual([
      '/v1/projects',
      '/v1/projects/shop-prod/addons',
    ]);
  });

  it('cost the second caller nothing, even where the budget is spent', async () => {
    const oneLeft = { 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': '1800' };
    const arrived = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<void>();
    await using local = await startNorthflank(
      inTurn(always(EMPTY, 200, oneLeft), async (_request, response) => {
        arrived.resolve();
        await answer.promise;
        sendJson(response, EMPTY);
      }),
    );
    await local.northflank.listProjects();

    const first = local.northflank.listProjects();
    await arrived.promise;
    const second = local.northflank.listProjects();
    answer.resolve();

    await expect(Promise.all([first, second])).resolves.toHaveLength(2);
    expect(local.requests).toHaveLength(2);
  });

  it('go on for the others when one caller stops', async () => {
    const arrived = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<void>();
    await using local = await startNorthflank(async (_request, response) => {
      arrived.resolve();
      await answer.promise;
      sendJson(response, EMPTY);
    });
    const caller = new AbortController();

    const stopped = errorOf(local.northflank.listProjects({ signal: caller.signal }));
    const stayed = local.northflank.listProjects();
    await arrived.promise;
    caller.abort();

    expect(await stopped).toMatchObject({ kind: 'cancelled' });
    answer.resolve();
    expect(await stayed).toMatchObject({ reach: 'end' });
    expect(local.requests).toHaveLength(1);
  });
});

describe('the hourly budget', () => {
  const left = (remaining: number): Handler =>
    always(EMPTY, 200, {
      'x-ratelimit-limit': '1000',
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset': '1800',
    });

  it('is read from the headers', async () => {
    await using local = await startNorthflank(left(877));
    expect(local.northflank.budget()).toEqual({ sent: 0 });

    await local.northflank.listProjects();

    expect(local.northflank.budget()).toEqual({
      limit: 1000,
      remaining: 877,
      resetAt: later(1_800_000),
      sent: 1,
    });
  });

  it('counts retries', async () => {
    await using local = await startNorthflank(inTurn(status(503), left(877)));

    await local.northflank.listProjects();

    expect(local.northflank.budget().sent).toBe(2);
  });

  it('keeps its last fifth for people', async () => {
    await using local = await startNorthflank(left(200));
    await local.northflank.listProjects();

    for (const priority of ['digest', 'background'] as const) {
      expect(await errorOf(local.northflank.listProjects({ priority }))).toMatchObject({
        kind: 'rate-limited',
        retryAt: later(1_800_000),
        sent: false,
      });
    }
    await local.northflank.listProjects({ priority: 'person' });
    expect(local.requests).toHaveLength(2);
  });

  it('slows background calls before it stops them', async () => {
    await using local = await startNorthflank(left(290));
    await local.northflank.listProjects();
    await local.northflank.listProjects({ priority: 'background' });

    await local.northflank.listProjects({ priority: 'background' });

    expect(local.waits).toEqual([20_000]);
  });
});

describe('while Northflank is down', () => {
  it('answers at once after five failures, and probes every 30 s', async () => {
    let isDown = true;
    await using local = await startNorthflank((request, response) =>
      (isDown ? status(503) : good)(request, response),
    );
    await errorOf(local.northflank.listProjects());
    await errorOf(local.northflank.listProjects());
    expect(local.requests).toHaveLength(5);

    const refused = await errorOf(local.northflank.listProjects());
    expect(refused).toMatchObject({ kind: 'unavailable', sent: false });
    expect(local.requests).toHaveLength(5);

    isDown = false;
    local.advance(30_000);
    await local.northflank.listProjects();
    await local.northflank.listProjects();
    expect(local.requests).toHaveLength(7);
  });

  it('goes on asking for the rest when it fails for single addons only', async () => {
    await using local = await startNorthflank((request, response) =>
      (request.path.includes('/addons/') ? status(500) : good)(request, response),
    );
    for (const addonId of ['one', 'two', 'three']) {
      await errorOf(local.northflank.listSchedules({ projectId: 'prod', addonId }));
    }

    await local.northflank.listProjects();

    expect(local.requests).toHaveLength(10);
  });

  it('does not multiply its load: retries stay few', async () => {
    // Every other answer is good, so that the breaker stays closed.
    const answers = Array.from({ length: 60 }, (_, index) =>
      index % 2 === 0 ? status(503) : good,
    );
    await using local = await startNorthflank(inTurn(status(503), ...answers.slice(1)));

    const outcomes: boolean[] = [];
    for (let call = 0; call < 20; call += 1) {
      await local.northflank.listProjects().then(
        () => outcomes.push(true),
        () => outcomes.push(false),
      );
    }

    expect(local.waits.length).toBeLessThanOrEqual(10);
    expect(outcomes).toContain(false);
  });
});

describe('the log', () => {
  it('tells of each request and retry, without anything secret', async () => {
    await using local = await startNorthflank(inTurn(status(503), good));

    await local.northflank.listProjects();

    expect(local.logged).toEqual([
      {
        event: 'northflank_request',
        fields: {
          method: 'GET',
          path: '/v1/projects',
          endpoint: '/v1/projects',
          status: 503,
          kind: 'unavailable',
          durationMs: 0,
        },
      },
      {
        event: 'northflank_retry',
        fields: { path: '/v1/projects', kind: 'unavailable', triesMade: 1, waitMs: 150 },
      },
      {
        event: 'northflank_request',
        fields: {
          method: 'GET',
          path: '/v1/projects',
          endpoint: '/v1/projects',
          status: 200,
          kind: undefined,
          durationMs: 0,
        },
      },
    ]);
  });
});
