import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Log, LogFields } from '../../../src/domain/log.ts';
import { migrate } from '../../../src/storage/databases/migrate.ts';
import { connectSqlite, lowSpace } from '../../../src/storage/databases/sqlite.ts';
import { lockFile } from '../../../src/storage/databases/sqlite-lock.ts';
import { StorageError } from '../../../src/storage/databases/storage-error.ts';
import { createStorage, openStorage } from '../../../src/storage/open-storage.ts';
import { SILENT } from '../../fakes/log.ts';
import { START, temporaryFolder } from '../databases.ts';

const REF = { subscriptionId: 's1', localDate: '2026-11-21' };
const now = () => START;

async function open(path: string, log: Log = SILENT) {
  const storage = await openStorage(`sqlite:${path}`, { now, log });
  onTestFinished(() => storage.close().catch(() => undefined));
  return storage;
}

function recordingLog(): { log: Log; lines: [string, LogFields | undefined][] } {
  const lines: [string, LogFields | undefined][] = [];
  const note = (event: string, fields?: LogFields) => lines.push([event, fields]);
  return { log: { debug: note, info: note, warn: note, error: note }, lines };
}

function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** A line of a script that imports from a file of `src/storage/`. */
function importing(file: string, name: string): string {
  const url = new URL(`../../../src/storage/${file}`, import.meta.url);
  return `import { ${name} } from ${JSON.stringify(url.href)};`;
}

describe('the file', () => {
  it('is made with the folders above it', async () => {
    const path = join(temporaryFolder(), 'a', 'b', 'backups.db');

    await open(path);

    expect(existsSync(path)).toBe(true);
  });

  it('keeps what was written across a restart', async () => {
    const path = join(temporaryFolder(), 'backups.db');
    const first = await open(path);
    await first.acts.firstTime('click', START);
    await first.close();

    const second = await open(path);

    expect(await second.acts.firstTime('click', START)).toBe(false);
  });

  it('survives a power cut with every commit, and bounds its log', () => {
    const connection = connectSqlite(join(temporaryFolder(), 'backups.db'), now, SILENT);
    onTestFinished(() => connection.close());

    const settings = ['journal_mode', 'synchronous', 'foreign_keys', 'journal_size_limit'].map(
      (name) => Object.values(connection.handle.prepare(`pragma ${name}`).get() ?? {})[0],
    );

    expect(settings).toEqual(['wal', 2, 1, 8 * 1024 * 1024]);
  });

  it('is not needed: a store in memory works and leaves nothing behind', async () => {
    const storage = await open(':memory:');

    expect(await storage.acts.firstTime('click', START)).toBe(true);
    expect(await storage.health()).toEqual([]);
    expect(existsSync(':memory:')).toBe(false);
  });

  it('that cannot be opened is an error that says why', async () => {
    for (const path of ['/dev/null/backups.db', '/dev/null/data/backups.db']) {
      const failure = await failureOf(open(path));

      expect(failure).toBeInstanceOf(StorageError);
      expect(failure).toMatchObject({
        kind: 'unavailable',
        message: 'The store is not reachable: a file stands where a folder has to be',
      });
    }
  });
});

describe.skipIf(!existsSync('/proc/self'))('a folder that takes nothing', () => {
  it('ends the start with a reason, for root too', () => {
    // In a process of its own: what never ends could not be stopped here.
    const child = spawnSync(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `${importing('open-storage.ts', 'openStorage')}
        const deps = { now: () => new Date(), log: { error: () => undefined } };
        await openStorage('sqlite:/proc/backups/data/backups.db', deps).catch((error) => {
          process.stdout.write(error.kind + ': ' + error.message);
        });`,
      ],
      { encoding: 'utf8', timeout: 20_000, killSignal: 'SIGKILL' },
    );

    expect(child.stdout).toBe('unavailable: Nothing can be made in /proc');
  });
});

describe('the lock', () => {
  it('lets no second bot in, and names the file', async () => {
    const path = join(temporaryFolder(), 'backups.db');
    await open(path);

    const failure = await failureOf(open(path));

    expect(failure).toMatchObject({ kind: 'in-use' });
    expect(String(failure)).toContain(`${path} is in use by another bot`);
  });

  it('in whose place something else lies names that file, and neither blames another bot nor the store', async () => {
    const path = join(temporaryFolder(), 'backups.db');
    writeFileSync(`${path}.lock`, Buffer.alloc(8_192, 'no database'));

    const failure = await failureOf(open(path));

    expect(failure).toMatchObject({
      kind: 'unavailable',
      message: `${path}.lock should be the bot's own lock and holds something else: move it away`,
    });
    expect(readFileSync(`${path}.lock`, 'utf8')).toMatch(/^no database/);
  });

  it('is one file without a journal', () => {
    const folder = temporaryFolder();
    const lock = lockFile(join(folder, 'backups.db'));
    onTestFinished(() => lock.release());

    expect(readdirSync(folder)).toEqual(['backups.db.lock']);
  });

  it('is gone once the store is closed', async () => {
    const path = join(temporaryFolder(), 'backups.db');
    const first = await open(path);
    await first.close();

    await expect(open(path)).resolves.toBeDefined();
  });

  it('is gone once its process is, however that ended', async () => {
    const path = join(temporaryFolder(), 'backups.db');
    const script = `
      ${importing('databases/sqlite-lock.ts', 'lockFile')}
      lockFile(${JSON.stringify(path)});
      process.kill(process.pid, 'SIGKILL');
    `;

    const child = spawnSync(process.execPath, ['--input-type=module', '-e', script]);

    expect(child.signal).toBe('SIGKILL');
    expect(existsSync(`${path}.lock`)).toBe(true);
    await expect(open(path)).resolves.toBeDefined();
  });

  it('makes leases of an earlier process void', async () => {
    const path = join(temporaryFolder(), 'backups.db');
    const first = await open(path);
    await first.deliveries.create([{ ...REF, dueAt: START, channelId: 'C1', state: 'open' }]);
    await first.deliveries.claim(REF, 'a');
    await first.close();

    const second = await open(path);

    expect(await second.deliveries.claim(REF, 'b')).toBeDefined();
  });
});

describe('a damaged file', () => {
  it.each([
    { damage: 'foreign content', content: Buffer.from('not a database at all '.repeat(100)) },
    { damage: 'a torn page', content: undefined },
  ])(
    'with $damage is set aside whole, never deleted, and a fresh one is started',
    async (given) => {
      const folder = temporaryFolder();
      const path = join(folder, 'backups.db');
      const content = given.content ?? (await tornDatabase(path));
      writeFileSync(path, content);
      const { log, lines } = recordingLog();

      const storage = await open(path, log);

      expect(await storage.acts.firstTime('click', START)).toBe(true);
      const kept = `${path}.damaged-2026-11-21T06-00-00-000Z`;
      expect(readFileSync(kept).equals(content)).toBe(true);
      expect(lines).toContainEqual(['storage_damaged', { file: path, keptAs: kept }]);
    },
  );

  it('is named, alone, for as long as it lies there', async () => {
    const path = join(temporaryFolder(), 'backups.db');
    writeFileSync(path, 'a wreck '.repeat(200));
    writeFileSync(`${path}-wal`, 'what belongs to it');
    writeFileSync(`${path}.bak`, 'a backup');
    await (await open(path)).close();

    const again = await open(path);

    const kept = `${path}.damaged-2026-11-21T06-00-00-000Z`;
    expect(again.setAside()).toEqual([kept]);
    rmSync(kept);
    expect(again.setAside()).toEqual([]);
  });

  it('does not replace one that was set aside before', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'backups.db');
    for (const content of ['first wreck '.repeat(100), 'second wreck '.repeat(100)]) {
      writeFileSync(path, content);
      await (await open(path)).close();
    }

    const kept = readdirSync(folder).filter((name) => name.includes('damaged'));

    expect(
      kept.map((name) => readFileSync(join(folder, name), 'utf8').slice(0, 5)).toSorted(),
    ).toEqual(['first', 'secon']);
  });
});

async function tornDatabase(path: string): Promise<Buffer> {
  const storage = await open(path);
  for (let key = 0; key < 500; key += 1) await storage.acts.firstTime(`key ${key}`, START);
  await storage.close();
  const content = readFileSync(path);
  return content.fill(0xa5, 4096, content.length - 4096);
}

describe('a full disk', () => {
  async function openSmall() {
    const { log, lines } = recordingLog();
    const connection = connectSqlite(join(temporaryFolder(), 'backups.db'), now, SILENT);
    await migrate(connection);
    const storage = createStorage(connection, { now, log });
    onTestFinished(() => storage.close());
    const limit = (pages: number) => connection.handle.exec(`pragma max_page_count = ${pages}`);
    return { storage, limit, lines };
  }

  it('is an error that says so, turns health red, and heals by itself', async () => {
    const { storage, limit, lines } = await openSmall();
    limit(1);

    const failure = await failureOf(storage.settings.put('big', 'x'.repeat(100_000)));

    expect(failure).toMatchObject({ kind: 'full' });
    limit(1_000_000);
    expect(await storage.health()).toEqual([]);
    await storage.settings.put('big', 'x'.repeat(100_000));
    expect(lines.map(([event]) => event)).toEqual(['storage_failed', 'storage_recovered']);
  });

  it('is said before it happens', () => {
    expect(lowSpace('data/backups.db', 16 * 1024 * 1024)).toEqual([]);
    expect(lowSpace('data/backups.db', 16 * 1024 * 1024 - 1)).toEqual([
      'Only 15 MB are left on the disk of data/backups.db',
    ]);
  });
});
