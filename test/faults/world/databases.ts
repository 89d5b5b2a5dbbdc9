import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Case, Opened } from '../case.ts';
import type { FaultClock } from './clock.ts';

/** Where Postgres is looked for; the account must be allowed to create databases. */
const SERVER = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/test';

/** A new folder that is gone after the case. */
export function temporaryFolder({ opened }: Opened): string {
  const folder = mkdtempSync(join(tmpdir(), 'backups-bot-faults-'));
  opened.defer(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Why there is no Postgres to be had; absent when there is one. */
export async function whyNoPostgres(): Promise<string | undefined> {
  try {
    await administer('select 1');
    return undefined;
  } catch {
    return `no Postgres answers at ${new URL(SERVER).host}`;
  }
}

/** Plays it where a Postgres answers; elsewhere skips it, and says why. */
export function wherePostgresIs(play: Case['run']): Case['run'] {
  return async (context) => {
    const why = await whyNoPostgres();
    return why === undefined ? await play(context) : { outcome: 'skipped', figure: why };
  };
}

/**
 * A new Postgres database, gone after the case.
 *
 * With a faster clock it lives by that one: a function in its own schema hides the server's
 * `clock_timestamp`, which is the only clock that the bot asks a database for.
 *
 * @returns its address, as `DATABASE_URL` takes it.
 */
export async function createDatabase({ opened }: Opened, clock?: FaultClock): Promise<string> {
  const name = `faults_${randomUUID().replaceAll('-', '')}`;
  await administer(`create database ${name}`);
  opened.defer(() => administer(`drop database if exists ${name} with (force)`));
  const url = new URL(SERVER);
  url.pathname = `/${name}`;
  if (clock === undefined || clock.speed === 1) return url.href;
  await run(url.href, hurriedClock(clock));
  url.searchParams.set('options', '-c search_path=public,pg_catalog');
  return url.href.replaceAll('+', '%20');
}

/** Runs statements on a server's database. */
export async function run(url: string, statements: string): Promise<void> {
  await ask(url, statements);
}

/** Asks a server's database, with a single statement where its rows are wanted. */
export async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

function administer(statement: string): Promise<void> {
  return run(SERVER, statement);
}

function hurriedClock({ environment, speed }: FaultClock): string {
  const origin = `to_timestamp(${Number(environment['FAULTS_ORIGIN']) / 1000})`;
  return `
    create function public.clock_timestamp() returns timestamptz language sql volatile as
    $$ select ${origin} + (pg_catalog.clock_timestamp() - ${origin}) * ${speed} $$`;
}
