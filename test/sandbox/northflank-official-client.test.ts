import { ApiClient, ApiClientInMemoryContextProvider } from '@northflank/js-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SandboxNorthflank, startNorthflank } from '../../sandbox/northflank.ts';

const TOKEN = 'FAKE-TOKEN';
const MOST = { options: { per_page: 100 } };

describe('the official client', () => {
  let northflank: SandboxNorthflank;
  let client: ApiClient;

  beforeAll(async () => {
    northflank = await startNorthflank({
      token: TOKEN,
      now: () => new Date('2026-10-06T09:00:00Z'),
      teamId: 'acme',
    });
    const contexts = new ApiClientInMemoryContextProvider();
    contexts.addContext({ name: 'sandbox', token: TOKEN, host: northflank.url });
    client = new ApiClient(contexts, { throwErrorOnHttpErrorCode: true });
  });

  afterAll(async () => northflank.close());

  it('reads every project and addon', async () => {
    const { projects } = (await client.list.projects.all(MOST)).data;
    const addons = await Promise.all(
      projects.map(async ({ id }) => {
        const list = await client.list.addons.all({ parameters: { projectId: id }, ...MOST });
        return list.data.addons.map((addon) => `${id}/${addon.id} ${addon.spec.type}`);
      }),
    );

    expect(addons.flat()).toEqual(
      northflank.account
        .addons()
        .map(({ projectId, addonId, type }) => `${projectId}/${addonId} ${type}`),
    );
  });

  it('reads every addon, and its schedules', async () => {
    for (const { projectId, addonId } of northflank.account.addons()) {
      const parameters = { projectId, addonId };
      const addon = await client.get.addon({ parameters });
      const { schedules } = (await client.get.addon.backupSchedules.all({ parameters })).data;

      expect(addon.data.id).toBe(addonId);
      expect(Array.isArray(schedules)).toBe(true);
    }
  });

  it('reads every backup of every addon, given that its caller encodes the cursor', async () => {
    for (const { projectId, addonId } of northflank.account.addons()) {
      const read: string[] = [];
      let cursor: string | undefined;
      do {
        const options = cursor === undefined ? {} : { cursor: encodeURIComponent(cursor) };
        const answer = await client.get.addon.backups({
          parameters: { teamId: 'acme', projectId, addonId },
          options: { per_page: 100, ...options },
        });
        read.push(...answer.data.backups.map(({ id }) => id));
        cursor = answer.pagination?.cursor;
      } while (cursor !== undefined && read.length < 5000);

      const known = northflank.account.backups({ projectId, addonId });
      expect(read.toSorted()).toEqual(known.map(({ id }) => id).toSorted());
    }
  });

  it('reads every destination, and the backups of each', async () => {
    const { backupDestinations } = (await client.list.backupDestinations.all(MOST)).data;
    expect(backupDestinations.map(({ name }) => name)).toEqual(
      northflank.account.destinations().map(({ name }) => name),
    );

    for (const { id, name } of northflank.account.destinations()) {
      const parameters = { backupDestinationId: id };
      const copies = await client.list.backupDestinationsBackups.all({ parameters, ...MOST });
      const page = await client.get.backupDestination({ parameters });

      expect(copies.data.length).toBeGreaterThan(0);
      expect(page.data).toMatchObject({ id, name });
    }
  });

  it('adds a destination, and reads a refusal', async () => {
    const data = {
      name: 'From the client',
      type: 's3' as const,
      prefix: 'client/',
      credentials: {
        accessKey: 'FAKE-A',
        secretKey: 'FAKE-S',
        bucketName: 'client',
        region: 'eu-west-2',
        endpoint: 's3.eu-west-2.amazonaws.com',
      },
    };

    expect((await client.add.backupDestination({ data })).data).toMatchObject({
      id: 'from-the-client',
    });
    await expect(client.add.backupDestination({ data })).rejects.toMatchObject({
      status: 409,
      message: expect.stringContaining('already exists'),
      details: { name: [expect.any(String)] },
    });
  });
});
