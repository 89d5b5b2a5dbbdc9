/**
 * What one bot tells the others that share its Northflank account.
 *
 * Spans instead of moments, since the bots' clocks differ.
 */
export interface BudgetReport {
  /** The hour's budget as Northflank stated it; absent while it has not. */
  hour?: { limit: number; remaining: number; endsInMs: number } | undefined;
  /** Requests sent in that hour, by who waited for them. */
  spent: Readonly<Record<'person' | 'digest' | 'background', number>>;
  /** How much longer Northflank wants nothing at all; absent when it did not say so. */
  pausedForMs?: number | undefined;
}
