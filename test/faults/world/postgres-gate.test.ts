import { Client } from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createClock } from './clock.ts';
import { createDatabase, run, whyNoPostgres } from './databases.ts';
import { CUT, type Interfere, PASS } from './gate.ts';
import { nameOf, startPostgresGate } from './postgres-gate.ts';

const missing = await whyNoPostgres();
if (missing !== undefined) process.stderr.write(`SKIPPED: the gate before Postgres: ${missing}\n`);

function open(): AsyncDisposableStack {
  const opened = new AsyncDisposableStack();
  onTestFinished(() => opened.disposeAsync());
  return opened;
}

async function connect(interfere: Interfere) {
  const opened = open();
  const direct = await createDatabase({ opened });
  await run(direct, 'create table notes (words text)');
  const client = new Client({
    connectionString: await startPostgresGate({ opened }, direct, interfere),
  });
  client.on('error', () => undefined);
  await client.connect();
  opened.defer(() => client.end().catch(() => undefined));
  const notes = async () => {
    const reader = new Client({ connectionString: direct });
    await reader.connect();
    const { rows } = await reader.query<{ words: string }>('select words from notes');
    await reader.end();
    return rows.map(({ words }) => words);
  };
  return { client, notes };
}

describe.skipIf(missing !== undefined)('a gate before Postgres', () => {
  it('shows every statement before, when it is done and when its answer is out', async () => {
    const seen: string[] = [];
    const { client } = await connect(({ phase, call }) => {
      seen.push(`${call} ${phase}`);
      return PASS;
    });

    await client.query('insert into notes values ($1)', ['hello']);
    const { rows } = await client.query('select words from notes');

    expect(rows).toEqual([{ words: 'hello' }]);
    expect(seen).toEqual([
      'insert notes request',
      'insert notes done',
      'insert notes answered',
      'select notes request',
      'select notes done',
      'select notes answered',
    ]);
  });

  it.each([
    { phase: 'request', written: [] },
    { phase: 'done', written: ['hello'] },
  ])('cuts at $phase, when the database has $written', async (at) => {
    const { client, notes } = await connect(({ phase }) => (phase === at.phase ? CUT : PASS));

    await expect(client.query('insert into notes values ($1)', ['hello'])).rejects.toThrow(
      'Connection terminated',
    );

    expect(await notes()).toEqual(at.written);
  });

  it('has a database that lives by a faster clock', async () => {
    const opened = open();
    const clock = createClock(1_000, Date.now() - 10_000);
    const client = new Client({ connectionString: await createDatabase({ opened }, clock) });
    await client.connect();
    opened.defer(() => client.end());

    const { rows } = await client.query<{ at: string }>(
      'select (extract(epoch from clock_timestamp()) * 1000)::bigint as at',
    );

    expect(Math.abs(Number(rows[0]?.at) - clock.now().getTime())).toBeLessThan(1_000_000);
    expect(Number(rows[0]?.at) - Date.now()).toBeGreaterThan(5_000_000);
  });
});

describe('the name of a statement', () => {
  it.each([
    ['select * from "deliveries" where "state" in ($1)', 'select deliveries'],
    ['insert into "audit" ("at") values ($1)', 'insert audit'],
    ['update "deliveries" set "state" = $1', 'update deliveries'],
    ['begin', 'begin'],
  ])('of %s is %s', (statement, name) => {
    expect(nameOf(statement)).toBe(name);
  });
});
