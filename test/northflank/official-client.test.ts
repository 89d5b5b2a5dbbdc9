import { ApiClient, ApiClientInMemoryContextProvider } from '@northflank/js-client';
import { describe, expect, it } from 'vitest';
import {
  always,
  errorOf,
  type Handler,
  inTurn,
  type LocalNorthflank,
  sendJson,
  startNorthflank,
  TOKEN,
} from './local-server.ts';

const project = (id: string) => ({ id, name: id });
const projects = (ids: string[], pagination: object): Handler =>
  always({ data: { projects: ids.map(project) }, pagination });

const ADDED = {
  name: 'Archive',
  type: 's3',
  prefix: 'backups/',
  credentials: {
    accessKey: 'fake-access',
    secretKey: 'fake-secret',
    bucketName: 'b',
    region: 'eu-west-1',
    endpoint: 's3.example.com',
  },
} as const;

/** Northflank's own client for the same server. */
function officialClient({ baseUrl }: LocalNorthflank): ApiClient {
  const contexts = new ApiClientInMemoryContextProvider();
  contexts.addContext({ name: 'local', token: TOKEN, host: baseUrl });
  return new ApiClient(contexts);
}

describe("faults of Northflank's own client that ours does not have", () => {
  it('asking on and on where the cursor is null', async () => {
    const pages = () =>
      inTurn(
        projects(['a'], { hasNextPage: false, cursor: null, count: 1 }),
        projects(['a'], { hasNextPage: false, cursor: null, count: 1 }),
        projects(['a'], { hasNextPage: false, count: 1 }),
      );
    await using theirs = await startNorthflank(pages());
    await using ours = await startNorthflank(pages());

    await officialClient(theirs).list.projects.all({});
    const listing = await ours.northflank.listProjects();

    // Only the server's mercy ended it.
    expect(theirs.requests).toHaveLength(3);
    expect(ours.requests).toHaveLength(1);
    expect(listing.reach).toBe('end');
  });

  it('sending a cursor back without encoding it', async () => {
    const cursor = 'a+b&c=d';
    const pages = () =>
      inTurn(
        projects(['a'], { hasNextPage: true, cursor, count: 1 }),
        projects(['b'], { hasNextPage: false, count: 1 }),
      );
    await using theirs = await startNorthflank(pages());
    await using ours = await startNorthflank(pages());

    await officialClient(theirs).list.projects.all({});
    await ours.northflank.listProjects();

    expect(theirs.requests[1]?.query.get('cursor')).toBe('a b');
    expect(ours.requests[1]?.query.get('cursor')).toBe(cursor);
  });

  it('losing the pages it has when a later one fails', async () => {
    const pages = () =>
      inTurn(
        projects(['a', 'b'], { hasNextPage: true, cursor: 'c1', count: 2 }),
        always({ error: { status: 403, message: 'Forbidden' } }, 403),
      );
    await using theirs = await startNorthflank(pages());
    await using ours = await startNorthflank(pages());

    const lost = await officialClient(theirs).list.projects.all({});
    const kept = await ours.northflank.listProjects();

    expect(lost.data).toBeUndefined();
    expect(kept.rows.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(kept.reach).toBe('failed');
  });

  it('turning a list of one bare row into an object', async () => {
    const row = { id: 'only', status: 'completed', createdAt: '2026-10-06T02:30:00Z' };
    const answer = always({ data: [row], pagination: { hasNextPage: false, count: 1 } });
    await using theirs = await startNorthflank(answer);
    await using ours = await startNorthflank(answer);

    const official = officialClient(theirs);
    const wrong = await official.list.backupDestinationsBackups.all({
      parameters: { backupDestinationId: 'archive' },
    });
    const right = await ours.northflank.listDestinationBackups('archive');

    expect(Array.isArray(wrong.data)).toBe(false);
    expect(right.rows.map(({ id }) => id)).toEqual(['only']);
  });

  it('giving up on 429 at once', async () => {
    const answers = () =>
      inTurn(
        (_request, response) => sendJson(response, {}, 429, { 'retry-after': '2' }),
        projects(['a'], { hasNextPage: false, count: 1 }),
      );
    await using theirs = await startNorthflank(answers());
    await using ours = await startNorthflank(answers());

    await officialClient(theirs).list.projects({});
    const { rows } = await ours.northflank.listProjects();

    expect(theirs.requests).toHaveLength(1);
    expect(rows).toHaveLength(1);
    expect(ours.waits[0]).toBeGreaterThanOrEqual(2_000);
  });

  it('taking 201 for a failure, and an empty answer for a crash', async () => {
    await using theirs = await startNorthflank(always({ data: { id: 'archive' } }, 201));
    await using ours = await startNorthflank((_request, response) => response.writeHead(201).end());

    const official = officialClient(theirs);
    const failed = await official.add.backupDestination({ data: ADDED });

    expect(failed.error).toBeDefined();
    expect(await ours.northflank.addDestination(ADDED)).toMatchObject({ id: 'archive' });
  });

  it('repeating a write whose connection was reset: it would have been sent four times', async () => {
    await using ours = await startNorthflank((_request, response) =>
      response.socket?.resetAndDestroy(),
    );

    const error = await errorOf(ours.northflank.addDestination(ADDED));

    expect(error).toMatchObject({ kind: 'unavailable', sent: true });
    expect(ours.requests).toHaveLength(1);
  });
});
