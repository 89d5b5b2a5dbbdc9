import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Case, CaseContext, Opened, Result } from '../case.ts';
import { assertUnharmed } from '../world/asked.ts';
import { temporaryFolder } from '../world/databases.ts';
import { assertOnce, setDue } from '../world/due-digest.ts';
import { PASS } from '../world/gate.ts';
import { outlive, refuse } from './trouble.ts';
import { withoutWritesInPost } from './without-writes.ts';

/** A folder that can be made read-only with what is in it, also for root and for files that are open. */
interface Folder {
  path: string;
  /**
   * `files`: the folder, the database and its log. `all`: also the index of the log, which SQLite has in
   * memory; the system ends whoever writes there then.
   */
  lock: (what: 'files' | 'all') => void;
  unlock: () => void;
}

const INDEX = '-shm';

/** @returns nothing where the file system knows no such thing, or this account may not set it. */
function lockableFolder(opened: Opened): Folder | undefined {
  const path = temporaryFolder(opened);
  const set = (flag: '+i' | '-i', what: 'files' | 'all'): void => {
    const files = readdirSync(path).filter((file) => what === 'all' || !file.endsWith(INDEX));
    const paths = [path, ...files.map((file) => join(path, file))];
    execFileSync('chattr', [flag, ...paths], { stdio: 'ignore' });
  };
  const folder: Folder = {
    path,
    lock: (what) => set('+i', what),
    unlock: () => set('-i', 'all'),
  };
  if (!keepsOut(folder)) return undefined;
  // Or nobody could remove it.
  opened.opened.defer(folder.unlock);
  return folder;
}

/** Whether a file that was open before takes no writes any more. */
function keepsOut({ path, lock, unlock }: Folder): boolean {
  const database = new DatabaseSync(`${path}/proof.db`);
  try {
    database.exec('pragma journal_mode = wal; create table proof (proof integer)');
    lock('files');
    try {
      database.exec('insert into proof values (1)');
      return false;
    } catch {
      return true;
    } finally {
      unlock();
    }
  } catch {
    return false;
  } finally {
    database.close();
  }
}

/** A case for which such a folder has to be had. */
function inFolder(
  name: string,
  required: string,
  play: (context: CaseContext, folder: Folder, databaseUrl: string) => Promise<Result>,
): Case {
  return {
    name: `sqlite: ${name}`,
    required,
    run: async (context) => {
      const folder = lockableFolder(context);
      const figure = 'no open file can be made read-only here (not root, or not ext4)';
      if (folder === undefined) return { outcome: 'skipped', figure };
      return await play(context, folder, `sqlite:${folder.path}/backups.db`);
    },
  };
}

/** Here the bot may be ended by the system, or live; either way it has to be started again. */
async function untilRestart(
  context: CaseContext,
  { lock, unlock }: Folder,
  databaseUrl: string,
): Promise<Result> {
  let isLocked = false;
  const due = await setDue(context, {
    databaseUrl,
    interfere: ({ call, phase }) => {
      if (call !== 'chat.postMessage' || phase !== 'done' || isLocked) return PASS;
      isLocked = true;
      lock('all');
      return PASS;
    },
  });
  const bot = due.start();
  await Promise.race([bot.exited, bot.logged('storage_failed')]);
  const ended = await Promise.race([bot.exited.then(() => 'was ended'), sleep(2_000, 'lived')]);
  bot.kill('SIGKILL');
  await bot.exited;
  await refuse(context, databaseUrl, /store.*: the file cannot be (written|opened)/);
  unlock();
  const again = due.start();
  await again.logged('started');
  assertOnce(due, await due.settled());
  await assertUnharmed(again);
  return { outcome: 'held', figure: `the bot ${ended}; 1 digest` };
}

/** The folder of the file takes no writes while the bot runs, as where its file system has found an error. */
export const READ_ONLY: readonly Case[] = [
  inFolder(
    'its folder and files are read-only for a while',
    'people are answered, health says what is wrong and turns green by itself',
    (context, { lock, unlock: giveBack }, databaseUrl) =>
      outlive(context, { databaseUrl, take: () => lock('files'), giveBack, meanwhile: 503 }),
  ),
  inFolder(
    'its folder and files are read-only between the post of a digest and its record',
    'the digest and each reply is there exactly once',
    (context, { lock, unlock: giveBack }, databaseUrl) =>
      withoutWritesInPost(context, { databaseUrl, take: () => lock('files'), giveBack }),
  ),
  inFolder(
    'everything is read-only from the first post of a digest on, until it is started again',
    'a start meanwhile ends with code 1 and one line that says why; then the digest and each reply is there exactly once',
    untilRestart,
  ),
];
