import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Case, CaseContext, Result } from '../case.ts';
import { assertUnharmed } from '../world/asked.ts';
import { createClock } from '../world/clock.ts';
import { ask, createDatabase, run, wherePostgresIs } from '../world/databases.ts';
import { assertOnce, setDue } from '../world/due-digest.ts';
import { CUT, type Deed, PASS } from '../world/gate.ts';
import { startPostgresGate } from '../world/postgres-gate.ts';
import { type Absence, outlive, refuse, startAlone, works } from './trouble.ts';

const LIVES = 'people are answered, health says what is wrong and turns green by itself';
const GOES_ON = 'people are answered, and health is green at once or by itself';
const ENDS = 'the process ends with code 1 and one line that says why, without the password';
const ONCE = 'the digest and each reply is there exactly once';

/** A case for which there has to be a server. */
function onPostgres(
  name: string,
  required: string,
  play: (context: CaseContext) => Promise<Result>,
  long = false,
): Case {
  return {
    name: `postgres: ${name}`,
    required,
    long,
    run: wherePostgresIs(play),
  };
}

/** A database behind a gate that does this to every statement while it is closed. */
async function gated(context: CaseContext, closed: Deed): Promise<Absence> {
  let isOpen = true;
  const database = await createDatabase(context);
  return {
    databaseUrl: await startPostgresGate(context, database, () => (isOpen ? PASS : closed)),
    take: () => {
      isOpen = false;
    },
    giveBack: () => {
      isOpen = true;
    },
    meanwhile: 503,
  };
}

/** Ends every other connection to a database; how many there were. */
async function endOthers(databaseUrl: string): Promise<number> {
  const [row] = await ask(
    databaseUrl,
    `select count(*) filter (where pg_terminate_backend(pid)) as ended from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  );
  return Number(row?.['ended']);
}

/** Ends the bot's connections. @throws when it has none, so that nothing would be tried. */
export async function endThoseOfTheBot(databaseUrl: string): Promise<void> {
  assert.ok((await endOthers(databaseUrl)) > 0, 'the bot had no connection that could end');
}

/** The database is still starting when the bot does; what starts containers starts it once more. */
async function comesAfterTheBot(context: CaseContext): Promise<Result> {
  const { databaseUrl, take, giveBack } = await gated(context, CUT);
  await take();
  const first = await startAlone(context, databaseUrl);
  assert.equal(await first.exited, 1, `it did not end in order: ${first.stderr.slice(-800)}`);
  assert.match(first.stderr, /The store is not reachable/);
  await giveBack();
  const { bot } = await works(context, databaseUrl);
  await assertUnharmed(bot);
  return { outcome: 'held', figure: 'the next start works' };
}

/** Every connection is gone at once, and what comes next finds a server again. */
async function failOver(context: CaseContext): Promise<Result> {
  const databaseUrl = await createDatabase(context);
  const take = () => endThoseOfTheBot(databaseUrl);
  const giveBack = () => undefined;
  return await outlive(context, { databaseUrl, take, giveBack, meanwhile: 200 });
}

/** Whoever the bot is may not come in for a while, as where its password was changed on the server alone. */
async function lockedOut(context: CaseContext): Promise<Result> {
  const adminUrl = await createDatabase(context);
  const url = new URL(adminUrl);
  const role = `${url.pathname.slice(1)}_bot`;
  await run(adminUrl, `create role ${role} login; grant all on schema public to ${role}`);
  context.opened.defer(() => run(adminUrl, `drop owned by ${role}; drop role ${role}`));
  url.username = role;
  return await outlive(context, {
    databaseUrl: url.href,
    take: async () => {
      await run(adminUrl, `alter role ${role} nologin`);
      await endThoseOfTheBot(adminUrl);
    },
    giveBack: () => run(adminUrl, `alter role ${role} login`),
    meanwhile: 503,
  });
}

/** The old primary is a standby now. */
async function standby(context: CaseContext): Promise<Result> {
  const databaseUrl = await createDatabase(context);
  const name = new URL(databaseUrl).pathname.slice(1);
  // Whoever sets it back must not inherit it.
  const writable = new URL(databaseUrl);
  writable.searchParams.set('options', '-c default_transaction_read_only=off');
  const setReadOnly = async (value: string) => {
    const statement = `alter database ${name} set default_transaction_read_only = ${value}`;
    await run(writable.href, statement);
    await endOthers(databaseUrl);
  };
  return await outlive(context, {
    databaseUrl,
    take: () => setReadOnly('on'),
    giveBack: () => setReadOnly('off'),
    meanwhile: 503,
  });
}

/** Somebody holds a table that every act and every look at health writes to. */
async function locked(context: CaseContext): Promise<Result> {
  const databaseUrl = await createDatabase(context);
  const other = new Client({ connectionString: databaseUrl });
  await other.connect();
  other.on('error', () => undefined);
  context.opened.defer(() => other.end());
  return await outlive(context, {
    databaseUrl,
    take: async () => {
      await other.query('begin; lock table acts, settings in access exclusive mode');
    },
    giveBack: async () => {
      await other.query('rollback');
    },
    meanwhile: 503,
  });
}

/** A digest while some statements on its rows fail in the server with such a code. */
function failing(name: string, code: string, long: boolean): Case {
  return onPostgres(
    `a digest, and ${name} in three of its writes`,
    ONCE,
    async (context) => {
      const clock = createClock(4);
      const databaseUrl = await createDatabase(context, clock);
      const due = await setDue(context, { clock, databaseUrl });
      // A sequence goes on where the statement that asked it is undone.
      await run(
        databaseUrl,
        `create sequence troubles;
      create function trouble() returns trigger language plpgsql as $$ begin
        if nextval('troubles') in (2, 6, 11) then
          raise exception 'injected' using errcode = '${code}';
        end if;
        return new;
      end $$;
      create trigger trouble before insert or update on deliveries
        for each row execute function trouble()`,
      );
      const bot = due.start();
      await bot.logged('started');
      const deliveries = await due.settled();
      const [troubles] = await ask(databaseUrl, 'select last_value from troubles');
      assert.ok(Number(troubles?.['last_value']) >= 11, 'not all three writes failed');
      assertOnce(due, deliveries);
      await assertUnharmed(bot);
      return { outcome: 'held', figure: '1 digest' };
    },
    long,
  );
}

async function cutsInDigest(context: CaseContext): Promise<Result> {
  const clock = createClock(4);
  let isCutting = false;
  let statements = 0;
  let cuts = 0;
  const databaseUrl = await createDatabase(context, clock);
  const gate = await startPostgresGate(context, databaseUrl, ({ phase }) => {
    if (phase === 'request') statements += 1;
    if (!isCutting) return PASS;
    if (phase !== 'done' || statements % 11 !== 0 || cuts >= 6) return PASS;
    cuts += 1;
    return CUT;
  });
  const due = await setDue(context, { clock, databaseUrl, bot: { databaseUrl: gate } });
  const bot = due.start();
  await bot.logged('started');
  isCutting = true;
  const deliveries = await due.settled();
  assertOnce(due, deliveries);
  assert.ok(cuts > 0, 'no connection was cut');
  await sleep(500);
  await assertUnharmed(bot);
  return { outcome: 'held', figure: `1 digest over ${cuts} cuts` };
}

/** Troubles of the server. */
export const POSTGRES: readonly Case[] = [
  onPostgres('gone and back: every connection is cut', LIVES, async (context) =>
    outlive(context, await gated(context, CUT)),
  ),
  onPostgres(
    'half-open: nothing ever comes back',
    LIVES,
    async (context) => outlive(context, await gated(context, { do: 'silence' })),
    true,
  ),
  onPostgres('fail-over: all connections end, new ones are fine', GOES_ON, failOver),
  onPostgres('fail-over: read-only for a while', LIVES, standby),
  onPostgres('the role of the bot may not log in for a while', LIVES, lockedOut, true),
  onPostgres(
    'away at the start, and there for the next one',
    'the process ends with code 1 and one line that says why, and the next start works',
    comesAfterTheBot,
  ),
  onPostgres('slow: tables are locked by somebody else', LIVES, locked),
  onPostgres('a digest, and cuts after statements', ONCE, cutsInDigest, true),
  failing('a deadlock', '40P01', false),
  failing('a serialization failure', '40001', true),
  failing('a full disk', '53100', true),
  onPostgres('no such database', ENDS, async (context) => {
    const url = new URL(await createDatabase(context));
    url.pathname = '/backups_bot_nowhere';
    url.password = 'hunter2';
    return await refuse(context, url.href, /store.*: there is no database of that name/);
  }),
  {
    name: 'postgres: nobody takes connections at the start',
    required: ENDS,
    run: (context) =>
      refuse(
        context,
        'postgres://bot:hunter2@127.0.0.1:9/backups',
        /store.*: nobody takes connections/,
      ),
  },
];
