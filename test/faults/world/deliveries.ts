import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';

/** One delivery as the store has it. */
export interface StoredDelivery {
  channel: string;
  /** Local date `YYYY-MM-DD` in the channel's zone. */
  date: string;
  state: string;
  /** Why it is so, in words for the channel's owner. */
  reason?: string | undefined;
  /** Timestamps under which Slack has its messages, as far as the bot knows them. */
  timestamps: (string | undefined)[];
}

const FINAL = new Set(['sent', 'quiet', 'missed', 'refused', 'doubtful']);

/** Whether there is nothing left to do for it. */
export function isFinal({ state }: Pick<StoredDelivery, 'state'>): boolean {
  return FINAL.has(state);
}

interface Row {
  channel_id: string;
  local_date: string;
  state: string;
  reason: string | null;
  parts: string;
}

const SELECT =
  'select channel_id, local_date, state, reason, parts from deliveries order by due_at';

/** Reads all deliveries past the bots, whatever they are doing. */
export async function readDeliveries(databaseUrl: string): Promise<StoredDelivery[]> {
  const rows = databaseUrl.startsWith('sqlite:')
    ? readSqlite(databaseUrl.slice('sqlite:'.length))
    : await readPostgres(databaseUrl);
  return rows.map(({ channel_id: channel, local_date: date, state, reason, parts }) => ({
    channel,
    date,
    state,
    reason: reason ?? undefined,
    timestamps: (JSON.parse(parts) as { ts?: string }[]).map(({ ts }) => ts),
  }));
}

function readSqlite(path: string): Row[] {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    database.exec('pragma busy_timeout = 2000');
    return database.prepare(SELECT).all() as unknown as Row[];
  } finally {
    database.close();
  }
}

async function readPostgres(url: string): Promise<Row[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    return (await client.query<Row>(SELECT)).rows;
  } finally {
    await client.end();
  }
}
