import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { openStorage } from '../../../src/storage/open-storage.ts';
import { SILENT } from '../../fakes/log.ts';
import { describeOnEachDatabase, START, temporaryFolder } from '../databases.ts';

const deps = { now: () => START, log: SILENT };

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
  const count = raw.prepare('select count(*) as known from kysely_migration');
  const known = Number(count.get()?.['known']);
  raw.exec(`insert into kysely_migration values ('999-later', '2030-01-01T00:00:00Z')`);

  await expect(openStorage(`sqlite:${path}`, deps)).rejects.toMatchObject({
    kind: 'newer',
    message: expect.stringContaining(
      `its schema has version ${known + 1}, this bot knows ${known}`,
    ),
  });

  expect(count.get()).toEqual({ known: known + 1 });
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
