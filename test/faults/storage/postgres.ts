import { Client } from 'pg';
import type { Case, CaseContext, Result } from '../case.ts';
import { createDatabase, run, whyNoPostgres } from '../world/databases.ts';
import { CUT, type Deed, PASS } from '../world/gate.ts';
import { startPostgresGate } from '../world/postgres-gate.ts';
import { type Absence, outlive, refuse } from './trouble.ts';

const LIVES = 'people are answered, health says what is wrong and turns green by itself';
const ENDS = 'the process ends with code 1 and one line that says why, without the password';

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
    run: async (context) => {
      const why = await whyNoPostgres();
      return why === undefined ? await play(context) : { outcome: 'skipped', figure: why };
    },
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

const OTHERS = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()`;

/** Every connection is gone at once, and what comes next finds a server again. */
async function failOver(context: CaseContext): Promise<Result> {
  const databaseUrl = await createDatabase(context);
  const take = () => run(databaseUrl, OTHERS);
  const giveBack = () => undefined;
  return await outlive(context, { databaseUrl, take, giveBack, meanwhile: 200 });
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
  onPostgres('fail-over: all connections end, new ones are fine', LIVES, failOver),
  onPostgres('slow: tables are locked by somebody else', LIVES, locked),
  onPostgres('no such database', ENDS, async (context) => {
    const url = new URL(await createDatabase(context));
    url.pathname = '/backups_bot_nowhere';
    url.password = 'hunter2';
    return await refuse(context, url.href, /store/i);
  }),
  {
    name: 'postgres: nobody takes connections at the start',
    required: ENDS,
    run: (context) => refuse(context, 'postgres://bot:hunter2@127.0.0.1:9/backups', /store/i),
  },
];
