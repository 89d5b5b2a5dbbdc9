import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { describeTrouble } from '../../src/storage/databases/storage-trouble.ts';
import { lookAtStore } from '../../src/storage/look-at-store.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import { SILENT } from '../fakes/log.ts';
import { describeOnPostgres, START, temporaryFolder, temporarySchema } from './databases.ts';

const deps = { now: () => START, log: SILENT };

const WISH = { channelId: 'C1', time: '09:00', timeZone: 'UTC', days: [0] };

async function madeAt(url: string, { running = false } = {}): Promise<void> {
  const storage = await openStorage(url, deps);
  await storage.subscriptions.ensureFromEnvironment(WISH, START);
  if (running) onTestFinished(() => storage.close());
  else await storage.close();
}

/** Everything in a folder, by name and content. */
function contents(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'base64')]),
  );
}

describe('a look at a SQLite file', () => {
  it('that is not there yet says so, and makes neither it nor its folder', async () => {
    const folder = temporaryFolder();

    const look = await lookAtStore(`sqlite:${join(folder, 'data', 'backups.db')}`, deps);

    expect(look).toEqual({
      kind: 'new',
      name: `SQLite at ${folder}/data/backups.db`,
      subscriptions: [],
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that a bot has left reads its subscriptions and leaves it as it was', async () => {
    const folder = temporaryFolder();
    const url = `sqlite:${join(folder, 'backups.db')}`;
    await madeAt(url);
    const before = contents(folder);

    const look = await lookAtStore(url, deps);

    expect(look).toMatchObject({ kind: 'ready', subscriptions: [{ channelId: 'C1' }] });
    expect(look.schema?.has).toBe(look.schema?.knows);
    expect(contents(folder)).toEqual(before);
  });

  it('in which a subscription is damaged knows none of them', async () => {
    const path = join(temporaryFolder(), 'backups.db');
    await madeAt(`sqlite:${path}`);
    const database = new DatabaseSync(path);
    database.exec(`update subscriptions set days = 'x'`);
    database.close();

    const look = await lookAtStore(`sqlite:${path}`, deps);

    expect(look).toMatchObject({ kind: 'ready', subscriptions: undefined });
  });

  it('that a bot is running on reads it beside that one', async () => {
    const url = `sqlite:${join(temporaryFolder(), 'backups.db')}`;
    await madeAt(url, { running: true });

    expect(await lookAtStore(url, deps)).toMatchObject({
      kind: 'in-use',
      subscriptions: [{ channelId: 'C1' }],
    });
  });

  it('beside which a damaged one was set aside names that', async () => {
    const path = join(temporaryFolder(), 'backups.db');
    writeFileSync(path, 'a wreck '.repeat(200));
    await madeAt(`sqlite:${path}`);

    const { kind, setAside } = await lookAtStore(`sqlite:${path}`, deps);

    expect(kind).toBe('ready');
    expect(setAside).toEqual([expect.stringMatching(/backups\.db\.damaged-2026-/)]);
  });

  it('in a place where no folder can be made is trouble with its reason', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'data'), 'a file');

    expect(await lookAtStore(`sqlite:${join(folder, 'data', 'backups.db')}`, deps)).toMatchObject({
      kind: 'trouble',
      trouble: 'a file stands where a folder has to be',
    });
  });

  it.skipIf(!existsSync('/proc/self'))(
    'in a folder that takes nothing is trouble, for root too',
    async () => {
      for (const path of ['/proc/backups.db', '/proc/backups/data/backups.db']) {
        expect(await lookAtStore(`sqlite:${path}`, deps)).toMatchObject({
          kind: 'trouble',
          trouble: 'nothing can be made in /proc',
        });
      }
    },
  );

  it('whose lock is something else is trouble, whether it is there yet or not', async () => {
    const path = join(temporaryFolder(), 'backups.db');
    writeFileSync(`${path}.lock`, 'notes of a person, long enough to be looked at');
    const trouble = `${path}.lock should be the bot's own lock and holds something else: move it away`;

    expect(await lookAtStore(`sqlite:${path}`, deps)).toMatchObject({ kind: 'trouble', trouble });
    writeFileSync(path, '');
    expect(await lookAtStore(`sqlite:${path}`, deps)).toMatchObject({ kind: 'trouble', trouble });
  });

  it('that is empty, as `touch` or SQLite before its first write leaves it, is one without tables', async () => {
    const path = join(temporaryFolder(), 'backups.db');
    writeFileSync(path, '');

    expect(await lookAtStore(`sqlite:${path}`, deps)).toMatchObject({
      kind: 'ready',
      schema: { has: 0 },
      subscriptions: [],
    });
    await madeAt(`sqlite:${path}`);
    expect(readdirSync(join(path, '..')).filter((name) => name.includes('damaged'))).toEqual([]);
  });

  it('that is no database says what the bot would do, and leaves it', async () => {
    const path = join(temporaryFolder(), 'backups.db');
    writeFileSync(path, 'not a database at all, but long enough to be looked at');

    const look = await lookAtStore(`sqlite:${path}`, deps);

    expect(look).toMatchObject({ kind: 'trouble' });
    expect(look.trouble).toMatch(/^the file does not read as a sound database/);
    expect(statSync(path).size).toBe(54);
  });

  it('of a newer version is trouble that says so', async () => {
    const path = join(temporaryFolder(), 'backups.db');
    await madeAt(`sqlite:${path}`);
    const database = new DatabaseSync(path);
    database.exec(`insert into kysely_migration values ('999-of-tomorrow', '2027-01-01')`);
    database.close();

    expect(await lookAtStore(`sqlite:${path}`, deps)).toMatchObject({
      kind: 'trouble',
      trouble: 'it was written by a newer version of this bot',
    });
  });

  it('that is a folder is trouble', async () => {
    const path = join(temporaryFolder(), 'backups.db');
    mkdirSync(path);

    expect(await lookAtStore(`sqlite:${path}`, deps)).toMatchObject({ kind: 'trouble' });
  });

  it('in memory has nothing to look at', async () => {
    expect(await lookAtStore('sqlite::memory:', deps)).toMatchObject({ kind: 'new' });
  });
});

describe('a look at a Postgres server that is not there', () => {
  it('names host and reason, and neither user nor password', async () => {
    const look = await lookAtStore('postgres://user-canary:secret-canary@127.0.0.1:1/db', deps);

    expect(look).toEqual({
      kind: 'trouble',
      name: 'Postgres at 127.0.0.1:1/db',
      trouble: 'nobody takes connections there',
    });
  });

  it('is trouble when its address cannot even be read', async () => {
    const look = await lookAtStore('postgres://se:cret@canary@:x/', deps);

    expect(look).toMatchObject({ kind: 'trouble', name: 'Postgres' });
    expect(JSON.stringify(look)).not.toContain('canary');
  });
});

describe('what an operator is told of trouble', () => {
  it.each([
    [new Error('timeout exceeded when trying to connect'), 'no answer comes in time'],
    [Object.assign(new Error('canary'), { code: '28P01' }), 'it refuses the user or the password'],
    [Object.assign(new Error('canary'), { errcode: 8 + 256 }), 'the file cannot be written'],
    [new TypeError('canary'), 'the store failed'],
    ['canary', 'the store failed'],
  ])('is never what the system said itself: %o', (error, words) => {
    expect(describeTrouble(error)).toBe(words);
  });
});

await describeOnPostgres('a look at a database', (server) => {
  it('without tables says so and makes none', async () => {
    const { name, url } = await temporarySchema(server);

    expect(await lookAtStore(url, deps)).toMatchObject({
      kind: 'ready',
      schema: { has: 0 },
      subscriptions: [],
    });
    const { rows } = await server.query(
      `select 1 from information_schema.tables where table_schema = '${name}'`,
    );
    expect(rows).toEqual([]);
  });

  it('reads subscriptions beside a running bot and leaves no row', async () => {
    const { name, url } = await temporarySchema(server);
    await madeAt(url, { running: true });

    expect(await lookAtStore(url, deps)).toMatchObject({
      kind: 'ready',
      subscriptions: [{ channelId: 'C1' }],
    });
    const { rows } = await server.query(`select key from ${name}.settings`);
    expect(rows).toEqual([]);
  });

  it('that takes no writes is trouble with its reason', async () => {
    const { url } = await temporarySchema(server);
    await madeAt(url);
    const standby = url.replace(
      'search_path',
      'default_transaction_read_only=on%20-c%20search_path',
    );

    expect(await lookAtStore(standby, deps)).toMatchObject({
      kind: 'trouble',
      trouble: 'it takes no writes, as a standby does',
    });
  });

  it('that is not there is trouble with its reason', async () => {
    const url = new URL((await temporarySchema(server)).url);
    url.pathname = '/no_such_database';

    expect(await lookAtStore(url.href, deps)).toMatchObject({
      kind: 'trouble',
      trouble: 'there is no database of that name',
    });
  });
});
