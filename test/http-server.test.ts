import { afterEach, describe, expect, it } from 'vitest';
import { type HealthSource, type HttpServer, startHttpServer } from '../src/http-server.ts';

const WELL: HealthSource = {
  health: () => Promise.resolve([]),
  readiness: () => Promise.resolve([]),
  metrics: () => Promise.resolve({ contentType: 'text/plain', body: 'a_total 1\n' }),
};

let server: HttpServer;

async function ask(path: string, source: HealthSource = WELL, init?: RequestInit) {
  server = await startHttpServer(0, source, {}, '127.0.0.1');
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, init);
  return { status: response.status, body: await response.text() };
}

afterEach(() => server.close());

describe('startHttpServer', () => {
  it.each(['/healthz', '/readyz', '/readyz?verbose'])(
    'answers %s with 200 while all is well',
    async (path) => {
      expect(await ask(path)).toEqual({ status: 200, body: '{"ok":true,"problems":[]}\n' });
    },
  );

  it('names what is missing', async () => {
    const source = { ...WELL, readiness: () => Promise.resolve(['Slack is not connected']) };

    expect(await ask('/readyz', source)).toEqual({
      status: 503,
      body: '{"ok":false,"problems":["Slack is not connected"]}\n',
    });
  });

  it('serves the metrics', async () => {
    expect(await ask('/metrics')).toEqual({ status: 200, body: 'a_total 1\n' });
  });

  it('answers 500 when a check itself fails', async () => {
    const source = { ...WELL, health: () => Promise.reject(new Error('secret')) };

    expect(await ask('/healthz', source)).toEqual({ status: 500, body: 'error\n' });
  });

  it.each([
    ['/other', undefined, 404],
    ['/healthz', { method: 'POST' }, 405],
  ])('refuses %s %o with %i', async (path, init, status) => {
    expect((await ask(path, WELL, init)).status).toBe(status);
  });
});

it('says which port it cannot have, and what to do', async () => {
  server = await startHttpServer(0, WELL, {}, '127.0.0.1');

  await expect(startHttpServer(server.port, WELL, {}, '127.0.0.1')).rejects.toThrow(
    `Port ${server.port} cannot be listened on (EADDRINUSE). Set another PORT, or stop what uses this one.`,
  );
});

describe('a route that throws', () => {
  it('is answered with 500, and the next request is answered too', async () => {
    server = await startHttpServer(
      0,
      WELL,
      {
        '/broken': () => {
          throw new Error('secret');
        },
      },
      '127.0.0.1',
    );
    const base = `http://127.0.0.1:${server.port}`;

    const broken = await fetch(`${base}/broken`);

    expect([broken.status, await broken.text()]).toEqual([500, 'error\n']);
    expect((await fetch(`${base}/healthz`)).status).toBe(200);
  });
});
