import { existsSync, readFileSync } from 'node:fs';
import { Client } from 'pg';
import type { BotProcess } from '../world/bot.ts';
import { findCanaries, type Place } from './search.ts';
import type { Stage } from './stage.ts';

/** What a bot has said so far: in its log and beside it, to whoever looks at it, and of how it was started. */
export async function placesOf(bot: BotProcess): Promise<Place[]> {
  const port = bot.lines().find(({ event }) => event === 'started')?.['port'];
  const pages = ['/metrics', '/healthz', '/readyz', '/elsewhere'].map(async (path) => {
    const answer = await fetch(`http://127.0.0.1:${String(port)}${path}`);
    return { name: path, text: `${JSON.stringify([...answer.headers])} ${await answer.text()}` };
  });
  return [
    ...outputOf(bot),
    ...(await Promise.all(pages)),
    { name: 'command line', text: readFileSync(`/proc/${bot.pid}/cmdline`, 'utf8') },
  ];
}

/** What a process has written. */
export function outputOf({ stdout, stderr }: Pick<BotProcess, 'stdout' | 'stderr'>): Place[] {
  return [
    { name: 'log and standard error', text: stderr },
    { name: 'standard output', text: stdout },
  ];
}

/** Every byte of the store, or every row. */
export async function storeOf(databaseUrl: string): Promise<Place[]> {
  if (!databaseUrl.startsWith('sqlite:')) {
    return [{ name: 'store', text: await dump(databaseUrl) }];
  }
  const path = databaseUrl.slice('sqlite:'.length);
  return ['', '-wal', '-shm']
    .filter((suffix) => existsSync(`${path}${suffix}`))
    .map((suffix) => ({
      name: `store${suffix}`,
      text: readFileSync(`${path}${suffix}`, 'latin1'),
    }));
}

async function dump(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public'`,
    );
    const lines: string[] = [];
    for (const { name } of rows) {
      const table = await client.query<{ row: string }>(`select t::text as row from "${name}" t`);
      lines.push(name, ...table.rows.map(({ row }) => row));
    }
    return lines.join('\n');
  } finally {
    await client.end();
  }
}

/** The audit as `--export-audit` prints it, and what `--check` says; for a store that no bot has open. */
export async function jobsOf(stage: Stage): Promise<Place[]> {
  const jobs = ['--export-audit', '--check'].map(async (flag) => {
    const job = stage.start({ flags: [flag] });
    await job.exited;
    return outputOf(job).map(({ name, text }) => ({ name: `${flag}, ${name}`, text }));
  });
  return (await Promise.all(jobs)).flat();
}

/** Looks through everything, and says in one line how much that was. @throws where a secret stands. */
export function assertNowhere(
  stage: Pick<Stage, 'canaries' | 'given'>,
  places: readonly Place[],
): string {
  const finds = findCanaries(stage.canaries, places);
  const told = finds.map(
    ({ canary, encoding, place, around }) => `${canary}, ${encoding}, in ${place}: ${around}`,
  );
  if (finds.length > 0) {
    throw new Error([`found ${finds.length} times`, ...told.slice(0, 12)].join('\n'));
  }
  const size = places.reduce((sum, { text }) => sum + text.length, 0);
  const names = new Set(places.map(({ name }) => name));
  return `none of ${stage.given.size} secrets in ${names.size} places, ${(size / 1e6).toFixed(1)} MB`;
}
