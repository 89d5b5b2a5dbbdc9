import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BudgetReport } from '../../domain/budget-report.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Priority } from '../northflank.ts';
import type { RequestBudget } from './budget.ts';

/** Digest and background calls that one bot lets go, at most, before it tells and asks the others. */
const CALLS_BETWEEN_EXCHANGES = 10;
/** How often it tells and asks anyway: so late, at most, does it hear of another bot's pause. */
const EXCHANGE_EVERY_MS = 5_000;
/** Longest wait of a call for the others; a store that is away must not stop an answer. */
const LONGEST_WAIT_MS = 1_000;

/**
 * Hands a bot's report to the others, or nothing when it has not changed, and answers what each of
 * the others reported last.
 */
export type ExchangeReports = (mine: BudgetReport | undefined) => Promise<readonly BudgetReport[]>;

/** A budget that several bots keep together. */
export interface SharedBudget extends RequestBudget {
  /**
   * Waits, where need be, until it is known what the others spent. Each call that goes on counts.
   *
   * People never wait, and nobody waits for a store that does not answer: then each bot keeps the
   * shares by what it knows, and Northflank's own count keeps the part of the people.
   */
  settle(priority: Priority): Promise<void>;
  /** Resolves when no report is under way any more. */
  close(): Promise<void>;
}

/** With whom a budget is shared. */
export interface Sharing {
  exchange: ExchangeReports;
  /** Whether no other bot runs: then only what is left from before a restart can be news. */
  isOnlyBot: boolean;
}

/** What sharing needs beside the budget. */
export interface SharingParts extends Sharing {
  now: Clock;
  /** Rejects when the signal aborts. */
  delay: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** A budget that nobody else is told of. */
export function keepBudgetAlone(budget: RequestBudget): SharedBudget {
  return { ...budget, settle: () => Promise.resolve(), close: () => Promise.resolve() };
}

/**
 * Shares a budget through the store.
 *
 * Each bot is ahead of what the others know by ten calls at most, so that n bots together exceed
 * the share of digest or background calls by 10 n at most.
 */
export function shareBudget(
  budget: RequestBudget,
  { exchange, isOnlyBot, now, delay }: SharingParts,
): SharedBudget {
  let isChanged = true;
  let isAnswering = true;
  let isClosed = false;
  /** Calls let go that the others may not know of; full at first, so that the first one asks. */
  let ahead = CALLS_BETWEEN_EXCHANGES;
  let underWay: Promise<void> | undefined;
  /** What calls wait for: the exchange under way, but not for long. */
  let waiting: Promise<void> | undefined;
  const timer = setInterval(() => void tellAndAsk(), EXCHANGE_EVERY_MS).unref();

  function mustAsk(): boolean {
    return isAnswering && !isClosed && ahead >= CALLS_BETWEEN_EXCHANGES;
  }

  async function tellAndAsk(): Promise<void> {
    if (isClosed) return;
    underWay ??= runExchange().finally(() => {
      underWay = undefined;
    });
    await underWay;
  }

  async function runExchange(): Promise<void> {
    // What was let go just now has been sent by then, and is part of the report.
    await nextTurn();
    const told = ahead;
    const report = isChanged ? budget.report(now()) : undefined;
    isChanged = false;
    try {
      budget.learn(await exchange(report), now());
      ahead -= told;
      isAnswering = true;
    } catch {
      // The store's own health tells of it; each call goes by what is known here until it is back.
      isChanged = true;
      isAnswering = false;
    }
  }

  async function tellAndAskInTime(): Promise<void> {
    if (!(await endsInTime(tellAndAsk(), delay))) isAnswering = false;
  }

  async function waitForOthers(): Promise<void> {
    waiting ??= tellAndAskInTime().finally(() => {
      waiting = undefined;
    });
    await waiting;
  }

  return {
    ...budget,
    sending(priority, at) {
      isChanged = true;
      budget.sending(priority, at);
    },
    ended(rate, at) {
      isChanged = true;
      budget.ended(rate, at);
    },
    pauseUntil(moment, at) {
      isChanged = true;
      budget.pauseUntil(moment, at);
      // After the one under way, which may have told before.
      void (underWay ?? Promise.resolve()).then(tellAndAsk);
    },
    async settle(priority) {
      if (priority === 'person') return;
      while (mustAsk()) await waitForOthers();
      if (!isOnlyBot) ahead += 1;
    },
    async close() {
      isClosed = true;
      clearInterval(timer);
      await underWay;
    },
  };
}

/** Whether the work ends before a call has waited for it long enough. */
async function endsInTime(work: Promise<void>, delay: SharingParts['delay']): Promise<boolean> {
  const ended = new AbortController();
  const late = delay(LONGEST_WAIT_MS, ended.signal).then(
    () => false,
    // Given up, since the work has ended.
    () => true,
  );
  const inTime = await Promise.race([work.then(() => true), late]);
  ended.abort();
  return inTime;
}
