import { type Selectable, sql } from 'kysely';
import type { BudgetReport } from '../domain/budget-report.ts';
import type { StoreParts } from './databases/connection.ts';
import type { Tables } from './databases/tables.ts';

/** No hour and no pause of Northflank's is longer: what lies further ahead was written by a wrong clock. */
const DAY_MS = 86_400_000;

/** What each bot last reported of the account's hourly requests. */
export interface BudgetReportStore {
  /**
   * Puts a bot's report, if there is one, in place of its former one, and answers what the others
   * reported last, in any order. Where a bot has ended, its report counts until the hour is over.
   */
  exchange: (botId: string, report: BudgetReport | undefined) => Promise<readonly BudgetReport[]>;
}

/** Creates the store. */
export function createBudgetReportStore({ db, nowMs, attempt }: StoreParts): BudgetReportStore {
  /** A moment by the database's clock. */
  function after(span: number | undefined) {
    return span === undefined ? null : sql<number>`${nowMs()} + ${sql.lit(span)}`;
  }

  async function put(botId: string, { hour, spent, pausedForMs }: BudgetReport): Promise<void> {
    const report = {
      reported_at: nowMs(),
      hour_ends_at: after(hour?.endsInMs),
      hour_limit: toCount(hour?.limit),
      hour_remaining: toCount(hour?.remaining),
      spent_person: spent.person,
      spent_digest: spent.digest,
      spent_background: spent.background,
      paused_until: after(pausedForMs),
    };
    await db
      .insertInto('budget_reports')
      .values({ bot_id: botId, ...report })
      .onConflict((conflict) => conflict.column('bot_id').doUpdateSet(report))
      .execute();
  }

  function askOthers(botId: string): Promise<Row[]> {
    return db
      .selectFrom('budget_reports')
      .selectAll()
      .select(nowMs().as('now'))
      .where('bot_id', '!=', botId)
      .where((eb) => eb.or([eb('hour_ends_at', '>', nowMs()), eb('paused_until', '>', nowMs())]))
      .execute();
  }

  /** Moves reports with a clock that was set back since, or what they tell of would last longer by as much. */
  async function moveBack(): Promise<void> {
    await db
      .updateTable('budget_reports')
      .set((eb) => ({
        reported_at: nowMs(),
        hour_ends_at: eb(nowMs(), '+', eb.parens('hour_ends_at', '-', eb.ref('reported_at'))),
        paused_until: eb(nowMs(), '+', eb.parens('paused_until', '-', eb.ref('reported_at'))),
      }))
      .where('reported_at', '>', nowMs())
      .execute();
  }

  return {
    exchange: (botId, report) =>
      attempt(async () => {
        if (report !== undefined) await put(botId, report);
        let rows = await askOthers(botId);
        if (rows.some((row) => row.reported_at > row.now)) {
          await moveBack();
          rows = await askOthers(botId);
        }
        return rows.map(toReport);
      }),
  };
}

type Row = Selectable<Tables['budget_reports']> & { now: number };

function toReport(row: Row): BudgetReport {
  const endsInMs = spanUntil(row.hour_ends_at, row.now);
  const { hour_limit: limit, hour_remaining: remaining } = row;
  const isStated = endsInMs !== undefined && limit !== null && remaining !== null;
  return {
    hour: isStated ? { limit, remaining, endsInMs } : undefined,
    spent: {
      person: row.spent_person,
      digest: row.spent_digest,
      background: row.spent_background,
    },
    pausedForMs: spanUntil(row.paused_until, row.now),
  };
}

/** Absent once it is over. */
function spanUntil(moment: number | null, now: number): number | undefined {
  const span = (moment ?? now) - now;
  return span > 0 && span <= DAY_MS ? span : undefined;
}

/** A whole number that both databases hold; Northflank's header may say anything. */
function toCount(figure: number | undefined): number | null {
  return figure === undefined ? null : Math.min(Math.floor(figure), Number.MAX_SAFE_INTEGER);
}
