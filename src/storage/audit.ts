import { createHash } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { AuditEntry } from '../domain/audit.ts';
import type { StoreParts } from './databases/connection.ts';
import { present, storedMoment } from './databases/row.ts';
import { StorageError } from './databases/storage-error.ts';
import type { Tables } from './databases/tables.ts';

/** Rows read at once, so that an export of years needs little memory. */
const PAGE_ROWS = 500;

/** Other bots may each get in between once or twice; more than this is no coincidence. */
const MAX_TRIES = 50;

/** What a look at the whole chain found. */
export interface AuditCheck {
  /** Rows that are there. */
  rows: number;
  /** The first row that was changed, or before which one is missing; absent when the chain holds. */
  brokenAt?: number | undefined;
}

/** The record of who changed what. Rows are only ever added, each sealed with the one before it. */
export interface AuditStore {
  /** @throws {StorageError} when the line is not written. */
  append: (entry: AuditEntry, at: Date) => Promise<void>;
  /** Every row as one line of JSON with its line end, oldest first. */
  exportLines: () => AsyncIterable<string>;
  /** Whether what is there is what was written. Rows cut off at the end leave no trace. */
  verify: () => Promise<AuditCheck>;
}

type Row = Selectable<Tables['audit']>;

/** Creates the store. */
export function createAuditStore(parts: StoreParts): AuditStore {
  return {
    append: (entry, at) =>
      parts.attempt(async () => {
        for (let tries = 0; tries < MAX_TRIES; tries += 1) {
          if (await insertAfterLast(parts, entry, at)) return;
        }
        throw new StorageError('failed', 'The audit line was not written: too many at once');
      }),
    exportLines: async function* exportLines() {
      for await (const row of readRows(parts)) yield `${JSON.stringify(toLine(row))}\n`;
    },
    verify: async () => {
      let count = 0;
      let previous: Row | undefined;
      for await (const row of readRows(parts)) {
        count += 1;
        if (!follows(row, previous)) return { rows: count, brokenAt: row.seq };
        previous = row;
      }
      return { rows: count };
    },
  };
}

/** Answers whether it was written; not where another bot's row came in between. */
async function insertAfterLast({ db }: StoreParts, entry: AuditEntry, at: Date): Promise<boolean> {
  const last = await db
    .selectFrom('audit')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  const row = seal({
    seq: (last?.seq ?? 0) + 1,
    at: at.getTime(),
    user_id: entry.userId,
    deed: entry.deed,
    state: entry.state,
    subject: entry.subject ?? null,
    rule: entry.rule ?? null,
    reference: entry.reference,
    previous_hash: last?.hash ?? '',
  });
  const { numInsertedOrUpdatedRows = 0n } = await db
    .insertInto('audit')
    .values(row)
    .onConflict((conflict) => conflict.column('seq').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows > 0n;
}

/** Every row, oldest first. */
async function* readRows({ db, attempt }: StoreParts): AsyncGenerator<Row> {
  let after = 0;
  for (;;) {
    const from = after;
    const page = await attempt(() =>
      db
        .selectFrom('audit')
        .selectAll()
        .where('seq', '>', from)
        .orderBy('seq')
        .limit(PAGE_ROWS)
        .execute(),
    );
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.seq;
  }
}

/** The oldest row kept may follow others that retention has removed, so only its own seal is asked for. */
function follows(row: Row, previous: Row | undefined): boolean {
  if (row.hash !== seal(row).hash) return false;
  return previous === undefined || row.previous_hash === previous.hash;
}

function seal(row: Omit<Row, 'hash'>): Row {
  const sealed = [
    row.previous_hash,
    row.seq,
    row.at,
    row.user_id,
    row.deed,
    row.state,
    row.subject,
    row.rule,
    row.reference,
  ];
  return { ...row, hash: createHash('sha256').update(JSON.stringify(sealed)).digest('hex') };
}

function toLine(row: Row) {
  return {
    seq: row.seq,
    at: isMoment(row.at) ? new Date(row.at).toISOString() : row.at,
    userId: row.user_id,
    deed: row.deed,
    state: row.state,
    subject: present(row.subject),
    rule: present(row.rule),
    reference: row.reference,
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}

/** What was tampered with is exported as it stands: that row is the one to be looked at. */
function isMoment(at: number): boolean {
  return storedMoment.safeParse(at).success;
}
