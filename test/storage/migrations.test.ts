import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { openStorage } from '../../src/storage/open-storage.ts';
import {
  describeOnEachDatabase,
  reachServer,
  SILENT,
  START,
  temporaryFolder,
  temporarySchema,
} from './databases.ts';

const deps = { now: () => START, log: SILENT };
const server = await reachServer();

await describeOnEachDatabase('migrations', (open) => {
  it('leave everything as it is when there is nothing new', async () => {
    const { storage, second } = await open();
    await storage.settings.put('board', 1);

    const again = await second();

    expect(await again.settings.get('board')).toBe(1);
  });
});

it('a file written by a newer version is refused and left alone', async () => {
  const path = join(temporaryFolder(), 'backups.db');
  await (await openStorage(`sqlite:${path}`, deps)).close();
  const raw = new DatabaseSync(path);
  onTestFinished(() => raw.close());
  raw.exec(`insert into kysely_migration values ('999-later', '2030-01-01T00:00:00Z')`);

  await expect(openStorage(`sqlite:${path}`, deps)).rejects.toMatchObject({
    kind: 'newer',
    message: expect.stringContaining('its schema has version 2, this bot knows 1'),
  });

  expect(raw.prepare('select count(*) as rows from kysely_migration').get()).toEqual({ rows: 2 });
});

it('a migration that fails half way leaves nothing behind', async () => {
  const path = join(temporaryFolder(), 'backups.db');
  const raw = new DatabaseSync(path);
  onTestFinished(() => raw.close());
  raw.exec('create table settings (id integer)');

  await expect(openStorage(`sqlite:${path}`, deps)).rejects.toMatchObject({ kind: 'failed' });

  const tables = raw.prepare(`select name from sqlite_master where type = 'table'`).all();
  expect(tables.map(({ name }) => name)).toEqual(['settings']);
});

if (server !== undefined) {
  it('many bots may start at once on an empty Postgres', async () => {
    const { url } = await temporarySchema(server);

    const bots = await Promise.all(Array.from({ length: 5 }, () => openStorage(url, deps)));

    onTestFinished(async () => {
      await Promise.all(bots.map((bot) => bot.close()));
    });
    const answers = await Promise.all(bots.map((bot) => bot.acts.firstTime('click', START)));
    expect(answers.filter(Boolean)).toHaveLength(1);
  });

  it('a Postgres written by a newer version is refused', async () => {
    const { name, url } = await temporarySchema(server);
    await (await openStorage(url, deps)).close();
    await server.query(
      `insert into ${name}.kysely_migration values ('999-later', '2030-01-01T00:00:00Z')`,
    );

    await expect(openStorage(url, deps)).rejects.toMatchObject({ kind: 'newer' });
  });

  it('tables of another schema are none of ours', async () => {
    const { url: newer, name } = await temporarySchema(server);
    await (await openStorage(newer, deps)).close();
    await server.query(
      `insert into ${name}.kysely_migration values ('999-later', '2030-01-01T00:00:00Z')`,
    );
    const { url } = await temporarySchema(server);

    const storage = await openStorage(url, deps);

    onTestFinished(() => storage.close());
    expect(await storage.acts.firstTime('click', START)).toBe(true);
  });
}
