import { DatabaseSync } from 'node:sqlite';
import type { FaultySlack } from '../world/slack.ts';

/** All that acts may change, each part in an order of its own. */
export interface Effects {
  /** Rows of the store: what is wished for, what is snoozed, and what was posted for it. */
  store: readonly string[];
  /** What stands in channels; direct messages, which refusals come by, left out. */
  posts: readonly string[];
  /** Requests to Northflank that do not only read. */
  writes: readonly string[];
}

const TABLES = ['subscriptions', 'snoozes', 'deliveries'] as const;

/** Reads what has come of acts so far, past the bot. */
export function readEffects(world: {
  databaseUrl: string;
  slack: Pick<FaultySlack, 'workspace'>;
  writes: readonly string[];
}): Effects {
  const channels = [...world.slack.workspace.channels.values()];
  return {
    store: rowsOf(world.databaseUrl),
    posts: channels
      .filter(({ kind }) => kind !== 'im')
      .flatMap(({ id, messages }) => messages.map((message) => `${id} ${JSON.stringify(message)}`)),
    writes: [...world.writes],
  };
}

function rowsOf(databaseUrl: string): string[] {
  const database = new DatabaseSync(databaseUrl.slice('sqlite:'.length), { readOnly: true });
  try {
    database.exec('pragma busy_timeout = 2000');
    return TABLES.flatMap((table) =>
      database
        .prepare(`select * from ${table}`)
        .all()
        .map((row) => `${table} ${JSON.stringify(row)}`),
    );
  } finally {
    database.close();
  }
}
