import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { IDS } from '../../../sandbox/slack.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import { SILENT } from '../../fakes/log.ts';
import type { Case, CaseContext, Result } from '../case.ts';
import { assertUnharmed, wordsOf } from '../world/asked.ts';
import { temporaryFolder } from '../world/databases.ts';
import { mountSmallDisk } from './small-disk.ts';
import { outlive, refuse, startAlone, works } from './trouble.ts';
import { withoutWritesInPost } from './without-writes.ts';

const NO_MOUNT: Result = { outcome: 'skipped', figure: 'no disk can be mounted here (not root)' };

function newPath(context: CaseContext): string {
  return join(temporaryFolder(context), 'backups.db');
}

/** A store as a bot leaves it. */
async function made(context: CaseContext): Promise<string> {
  const path = newPath(context);
  const storage = await openStorage(`sqlite:${path}`, { now: () => new Date(), log: SILENT });
  await storage.settings.put('next-follow-up', 7);
  await storage.close();
  return path;
}

/** A damaged file is kept as it was, and the bot works with a fresh one and says so. */
function damaged(name: string, damage: (path: string) => void, long = false): Case {
  return {
    name: `sqlite: ${name}`,
    required:
      'the bot works, the damaged file is kept byte by byte beside the fresh one, an admin is told, and the doctor names it',
    long,
    run: async (context) => {
      const path = await made(context);
      damage(path);
      const before = readFileSync(path);
      const asked = await works(context, `sqlite:${path}`);
      const { bot, slack } = asked;
      const folder = join(path, '..');
      const [kept] = readdirSync(folder).filter((file) => /\.damaged-[^.]*Z$/.test(file));
      assert.ok(kept !== undefined, `nothing was set aside: ${readdirSync(folder).join(', ')}`);
      assert.ok(readFileSync(join(folder, kept)).equals(before), 'what was set aside is changed');
      assert.ok(bot.lines().some(({ event }) => event === 'storage_damaged'));
      const letters = slack.timeline(slack.user(IDS.admin).directMessages);
      assert.equal(
        letters.filter(({ text }) => text.includes(kept)).length,
        1,
        'admins told of it',
      );
      const diagnosis = await asked.shown(asked.type('doctor'), /Check again/);
      assert.ok(wordsOf(diagnosis).includes(kept), 'the doctor does not name it');
      assert.equal(await bot.status('/readyz'), 200, 'a restart would not help');
      return { outcome: 'held', figure: `kept as ${kept}` };
    },
  };
}

/** The lock of another process, which is none of ours. */
function lockedFor(context: CaseContext, path: string) {
  let other: DatabaseSync | undefined;
  context.opened.defer(() => {
    if (other?.isOpen) other.close();
  });
  return {
    take: () => {
      other = new DatabaseSync(path);
      other.exec('begin immediate');
    },
    giveBack: () => other?.close(),
  };
}

async function diskFull(context: CaseContext): Promise<Result> {
  const disk = mountSmallDisk(context);
  if (disk === undefined) return NO_MOUNT;
  return await outlive(context, {
    databaseUrl: `sqlite:${disk.folder}/backups.db`,
    take: disk.fill,
    giveBack: disk.empty,
    meanwhile: 503,
  });
}

async function diskFullInPost(context: CaseContext): Promise<Result> {
  const disk = mountSmallDisk(context);
  if (disk === undefined) return NO_MOUNT;
  return await withoutWritesInPost(context, {
    databaseUrl: `sqlite:${disk.folder}/backups.db`,
    take: disk.fill,
    giveBack: disk.empty,
  });
}

async function inUse(context: CaseContext): Promise<Result> {
  const path = newPath(context);
  const { bot } = await works(context, `sqlite:${path}`);
  const result = await refuse(context, `sqlite:${path}`, /in use by another bot/);
  await assertUnharmed(bot);
  return result;
}

async function newer(context: CaseContext): Promise<Result> {
  const path = await made(context);
  const database = new DatabaseSync(path);
  database.exec(`insert into kysely_migration (name, timestamp) values ('999-later', '2030')`);
  database.close();
  const before = readFileSync(path);
  const result = await refuse(context, `sqlite:${path}`, /newer version/);
  assert.ok(readFileSync(path).equals(before), 'the newer store was changed');
  return result;
}

async function withoutWal(context: CaseContext): Promise<Result> {
  const path = newPath(context);
  const { bot } = await works(context, `sqlite:${path}`);
  bot.kill('SIGKILL');
  await bot.exited;
  assert.ok(existsSync(`${path}-wal`), 'a bot that was killed leaves its log');
  rmSync(`${path}-wal`);
  rmSync(`${path}-shm`, { force: true });
  await works(context, `sqlite:${path}`);
  return { outcome: 'held', figure: 'works again' };
}

async function foreignWal(context: CaseContext): Promise<Result> {
  const path = await made(context);
  writeFileSync(`${path}-wal`, Buffer.alloc(100_000, 7));
  await works(context, `sqlite:${path}`);
  return { outcome: 'held', figure: 'works' };
}

async function leasesOfTheDead(context: CaseContext): Promise<Result> {
  const path = newPath(context);
  const { bot } = await works(context, `sqlite:${path}`);
  bot.kill('SIGKILL');
  await bot.exited;
  const again = await startAlone(context, `sqlite:${path}`);
  await again.logged('started');
  await assertUnharmed(again);
  return { outcome: 'held', figure: 'the lock was gone with its holder' };
}

const LIVES = 'people are answered, health says what is wrong and turns green by itself';
const ENDS = 'the process ends with code 1 and one line that says why';

/** Troubles of the file. */
export const SQLITE: readonly Case[] = [
  { name: 'sqlite: the disk is full for a while', required: LIVES, run: diskFull },
  {
    name: 'sqlite: the disk is full between the post of a digest and its record',
    required: 'the digest and each reply is there exactly once',
    run: diskFullInPost,
  },
  {
    name: 'sqlite: the disk is read-only at the start',
    required: ENDS,
    run: async (context) => {
      const disk = mountSmallDisk(context, true);
      if (disk === undefined) return NO_MOUNT;
      return await refuse(
        context,
        `sqlite:${disk.folder}/backups.db`,
        /store.*: the file cannot be opened/,
      );
    },
  },
  {
    name: 'sqlite: the disk is full at the start',
    required: ENDS,
    run: async (context) => {
      const disk = mountSmallDisk(context);
      if (disk === undefined) return NO_MOUNT;
      disk.fill();
      return await refuse(context, `sqlite:${disk.folder}/backups.db`, /disk of the store is full/);
    },
  },
  {
    name: 'sqlite: a file stands where the folder has to be',
    required: ENDS,
    long: true,
    run: async (context) => {
      const folder = temporaryFolder(context);
      writeFileSync(join(folder, 'data'), '');
      return await refuse(context, `sqlite:${folder}/data/backups.db`, /store/i);
    },
  },
  {
    name: 'sqlite: a folder stands where the file has to be',
    required: ENDS,
    long: true,
    run: async (context) => {
      const folder = temporaryFolder(context);
      mkdirSync(join(folder, 'backups.db'));
      return await refuse(context, `sqlite:${folder}/backups.db`, /store/i);
    },
  },
  {
    name: 'sqlite: another process holds the file for a while',
    required: LIVES,
    run: async (context) => {
      const path = newPath(context);
      const lock = lockedFor(context, path);
      return await outlive(context, { databaseUrl: `sqlite:${path}`, ...lock, meanwhile: 503 });
    },
  },
  {
    name: 'sqlite: a second bot on the same file',
    required: `${ENDS}; the first is unharmed`,
    run: inUse,
  },
  {
    name: 'sqlite: written by a newer version',
    required: `${ENDS}, and changes nothing`,
    run: newer,
  },
  damaged('bytes that are no database', (path) => writeFileSync(path, Buffer.alloc(50_000, 'no'))),
  damaged('cut in half', (path) => truncateSync(path, 20_000)),
  damaged(
    'pages overwritten in the middle',
    (path) => {
      const bytes = readFileSync(path);
      bytes.fill(0xaa, 4_096, 12_288);
      writeFileSync(path, bytes);
    },
    true,
  ),
  {
    name: 'sqlite: the log is gone after a SIGKILL',
    required: 'the bot starts and works',
    run: withoutWal,
  },
  {
    name: 'sqlite: the log is somebody else’s bytes',
    required: 'the bot starts and works',
    long: true,
    run: foreignWal,
  },
  {
    name: 'sqlite: the lock of a bot that was killed',
    required: 'the next bot starts',
    long: true,
    run: leasesOfTheDead,
  },
];
