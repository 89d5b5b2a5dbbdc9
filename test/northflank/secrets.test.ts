import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { NewDestination } from '../../src/domain/destinations/destination.ts';
import type { Northflank } from '../../src/northflank/northflank.ts';
import { errorOf, type Handler, sendJson, startNorthflank } from './local-server.ts';

const CANARY = 'canary-7f3a';
const REF = { projectId: 'shop-prod', addonId: 'orders-db' };
const NEW: NewDestination = {
  name: 'Archive',
  type: 's3',
  prefix: 'backups/',
  credentials: {
    accessKey: `${CANARY}-access`,
    secretKey: `${CANARY}-secret`,
    bucketName: 'b',
    region: 'eu-west-1',
    endpoint: 's3.example.com',
  },
};

const CALLS: { name: string; call: (northflank: Northflank) => Promise<unknown> }[] = [
  { name: 'listProjects', call: (northflank) => northflank.listProjects() },
  { name: 'listAddons', call: (northflank) => northflank.listAddons('shop-prod') },
  { name: 'getAddon', call: (northflank) => northflank.getAddon(REF) },
  { name: 'listAddonBackups', call: (northflank) => northflank.listAddonBackups(REF) },
  { name: 'listSchedules', call: (northflank) => northflank.listSchedules(REF) },
  { name: 'listDestinations', call: (northflank) => northflank.listDestinations() },
  { name: 'listDestinationBackups', call: (northflank) => northflank.listDestinationBackups('a') },
  { name: 'addDestination', call: (northflank) => northflank.addDestination(NEW) },
];

/** A row that would do for every list, with secrets wherever Northflank might put some. */
const ROW = {
  id: 'a',
  name: 'A',
  status: 'completed',
  createdAt: '2026-10-06T02:30:00Z',
  backupType: 'dump',
  scheduling: { interval: 'hourly', minute: [0] },
  credentials: {
    ...NEW.credentials,
    endpoint: `${CANARY}:${CANARY}@s3.example.com`,
    sessionToken: CANARY,
  },
  secretKey: CANARY,
  connectionString: CANARY,
};
const LISTS = { projects: [ROW], addons: [ROW], backups: [ROW], schedules: [ROW] };
const success: Handler = (_request, response) =>
  sendJson(response, {
    data: { ...ROW, ...LISTS, backupDestinations: [ROW, { ...ROW, id: null }] },
  });

/** Echoes all that was sent, as careless servers do. */
const refusal: Handler = ({ headers, body }, response) =>
  sendJson(
    response,
    {
      error: {
        status: 400,
        message: `${headers.authorization} ${body}`,
        id: headers.authorization,
        details: { sent: body, headers, [CANARY]: CANARY },
      },
    },
    400,
  );
const unreadable: Handler = ({ headers, body }, response) =>
  response.end(`<html>${headers.authorization} ${body} ${CANARY}`);
const broken: Handler = (_request, response) =>
  response.write(CANARY, () => response.socket?.resetAndDestroy());

describe.each(CALLS)('$name', ({ call }) => {
  it.each([
    { answer: 'a success', handler: success },
    { answer: 'a refusal that echoes everything', handler: refusal },
    { answer: 'an answer that is not JSON', handler: unreadable },
    { answer: 'an answer that breaks off', handler: broken },
  ])('lets no secret out of $answer', async ({ handler }) => {
    await using local = await startNorthflank(handler, { token: `${CANARY}-token` });

    const result = await call(local.northflank).catch((error: unknown) => error);

    expect(reveal(result)).not.toContain(CANARY);
    expect(reveal(local.logged)).not.toContain(CANARY);
    expect(reveal(local.northflank)).not.toContain(CANARY);
  });
});

describe('a token that cannot be sent', () => {
  it('is not told in the error', async () => {
    await using local = await startNorthflank(success, { token: `${CANARY}\n` });

    expect(reveal(await errorOf(local.northflank.listProjects()))).not.toContain(CANARY);
  });
});

function reveal(value: unknown): string {
  return inspect(value, { depth: 20, showHidden: true, getters: true });
}
