import { describe, expect, it } from 'vitest';
import type { NewDestination } from '../../src/domain/destinations/destination.ts';
import { destinationRows } from '../../src/northflank/destinations.ts';
import { always, errorOf, type Handler, sendJson, startNorthflank } from './local-server.ts';

const NEW: NewDestination = {
  name: 'EU Archive',
  description: 'Cold copies',
  type: 's3',
  prefix: 'backups/',
  credentials: {
    accessKey: 'canary/access',
    secretKey: 'canary+"secret',
    bucketName: 'acme-backups',
    region: 'eu-west-1',
    endpoint: 's3.eu-west-1.amazonaws.com',
  },
};

describe('destinationRows', () => {
  it('cannot do without a name or id', () => {
    expect(() => destinationRows.read({ type: 's3' })).toThrow('name is missing');
  });

  it('cannot guess an id from a name without letters', () => {
    expect(() => destinationRows.read({ name: '日本' })).toThrow('id is missing');
  });
});

describe('addDestination', () => {
  it('posts the whole body and returns what it became', async () => {
    await using local = await startNorthflank(
      always({
        data: {
          ...NEW,
          id: 'eu-archive',
          usage: 'globalBackups',
          createdAt: '2026-10-06T09:00:00Z',
          updatedAt: '2026-10-06T09:00:01Z',
        },
      }),
    );

    const added = await local.northflank.addDestination(NEW);

    expect(local.requests).toMatchObject([
      {
        method: 'POST',
        url: '/v1/backup-destinations',
        headers: { 'content-type': 'application/json' },
      },
    ]);
    expect(JSON.parse(local.requests[0]?.body ?? '')).toEqual(NEW);
    expect(added).toEqual({
      id: 'eu-archive',
      idGuessed: false,
      name: 'EU Archive',
      description: 'Cold copies',
      type: 's3',
      usage: 'globalBackups',
      prefix: 'backups/',
      bucketName: 'acme-backups',
      region: 'eu-west-1',
      endpoint: 's3.eu-west-1.amazonaws.com',
      createdAt: new Date('2026-10-06T09:00:00Z'),
      updatedAt: new Date('2026-10-06T09:00:01Z'),
    });
  });

  it('leaves an absent description out, since an empty one is refused', async () => {
    await using local = await startNorthflank(always({ data: { id: 'eu-archive' } }));

    await local.northflank.addDestination({ ...NEW, description: undefined });

    expect(JSON.parse(local.requests[0]?.body ?? '')).not.toHaveProperty('description');
    await expect(
      local.northflank.addDestination({ ...NEW, description: '' }),
    ).rejects.toMatchObject({ fields: ['description'] });
  });

  it.each([
    { code: 200, body: '{"data":{}}' },
    { code: 200, body: '' },
    { code: 201, body: '{"data":{"name":"EU Archive"}}' },
    { code: 202, body: 'accepted' },
    { code: 204, body: '' },
    { code: 200, body: '{"data":{"name":null,"id":null}}' },
    { code: 200, body: '[]' },
  ])('takes $code with body "$body" for done, with a guessed id', async ({ code, body }) => {
    await using local = await startNorthflank((_request, response) =>
      response.writeHead(code).end(body),
    );

    expect(await local.northflank.addDestination(NEW)).toMatchObject({
      id: 'eu-archive',
      idGuessed: true,
      name: 'EU Archive',
    });
  });

  it.each([
    {
      how: 'the connection is reset',
      handler: (_request, response) => response.socket?.resetAndDestroy(),
      kind: 'unavailable',
    },
    {
      how: 'Northflank fails',
      handler: (_request, response) => sendJson(response, {}, 503),
      kind: 'unavailable',
    },
    {
      how: 'Northflank wants a pause',
      handler: (_request, response) => sendJson(response, {}, 429, { 'retry-after': '1' }),
      kind: 'rate-limited',
    },
    { how: 'no answer comes', handler: () => {}, kind: 'timeout' },
  ] satisfies { how: string; handler: Handler; kind: string }[])(
    'sends once and never again where $how',
    async ({ handler, kind }) => {
      const tryMs = kind === 'timeout' ? 50 : 10_000;
      await using local = await startNorthflank(handler, { limits: { tryMs } });

      expect(await errorOf(local.northflank.addDestination(NEW))).toMatchObject({
        kind,
        sent: true,
      });
      expect(local.requests).toHaveLength(1);
      expect(local.waits).toEqual([]);
    },
  );

  it('sends nothing for a caller who has already stopped', async () => {
    await using local = await startNorthflank(always({ data: {} }));

    const call = local.northflank.addDestination(NEW, { signal: AbortSignal.abort() });

    await expect(call).rejects.toMatchObject({ kind: 'cancelled', sent: false });
    expect(local.requests).toEqual([]);
  });

  it('sends two equal destinations twice: only reads are shared', async () => {
    await using local = await startNorthflank(always({ data: { id: 'eu-archive' } }));

    await Promise.all([local.northflank.addDestination(NEW), local.northflank.addDestination(NEW)]);

    expect(local.requests).toHaveLength(2);
  });

  it.each([
    { field: 'name', changed: { name: 'ab' } },
    { field: 'name', changed: { name: 'a'.repeat(101) } },
    { field: 'name', changed: { name: 'two  spaces' } },
    { field: 'name', changed: { name: 'under_score' } },
    { field: 'prefix', changed: { prefix: 'a/b/' } },
    { field: 'prefix', changed: { prefix: '/' } },
    { field: 'prefix', changed: { prefix: 'backups' } },
    { field: 'description', changed: { description: 'a'.repeat(201) } },
    {
      field: 'credentials.secretKey',
      changed: { credentials: { ...NEW.credentials, secretKey: '' } },
    },
  ])('sends nothing where $field breaks the rules: $changed', async ({ field, changed }) => {
    await using local = await startNorthflank(always({ data: {} }));

    const error = await errorOf(local.northflank.addDestination({ ...NEW, ...changed }));

    expect(error).toMatchObject({ kind: 'refused', fields: [field], sent: false });
    expect(local.requests).toEqual([]);
  });

  it('sends no field that Northflank does not know', async () => {
    await using local = await startNorthflank(always({ data: {} }));
    const withMore = { ...NEW, owner: 'U1' };

    await expect(local.northflank.addDestination(withMore)).rejects.toMatchObject({
      fields: [],
      sent: false,
    });
    expect(local.requests).toEqual([]);
  });

  it('names the fields of a refusal and keeps the typed secrets out of its words', async () => {
    const { accessKey, secretKey } = NEW.credentials;
    await using local = await startNorthflank(
      always(
        {
          error: {
            status: 400,
            message: `Key ${accessKey} (${encodeURIComponent(accessKey)}) with ${secretKey}, sent as ${JSON.stringify(NEW)}`,
            id: `err-${secretKey}`,
            details: { credentials: { endpoint: 'not reachable' } },
          },
        },
        400,
      ),
    );

    const error = await errorOf(local.northflank.addDestination(NEW));

    expect(error).toMatchObject({
      kind: 'refused',
      status: 400,
      fields: ['credentials.endpoint'],
      detail: expect.stringMatching(/^Key \[hidden\] \(\[hidden\]\) with \[hidden\], sent as /),
    });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('canary');
  });
});
