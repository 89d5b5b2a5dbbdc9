import type { BudgetReport } from '../../domain/budget-report.ts';
import {
  BACKGROUND_SHARE,
  type HourlyBudget,
  KEPT_FOR_PEOPLE,
  SPREAD_BELOW,
} from '../../domain/hourly-budget.ts';
import { lasting, restOf, type Wait } from '../../domain/wait.ts';
import type { Budget, Priority } from '../northflank.ts';
import {
  type BudgetWindow,
  hear,
  isAnotherHour,
  isSameHour,
  later,
  overhear,
  type Statement,
  stillOpen,
  toHour,
  WINDOW_MS,
} from './budget-window.ts';

/** Share of the limit that one kind of caller may use in one window; people have no such bound. */
const LARGEST_SHARE: Record<Priority, number> = {
  person: 1,
  digest: 0.5,
  background: BACKGROUND_SHARE,
};

/** Whether a call may go: after a wait, or not before `retryAt`. */
export type Admission = { kind: 'go'; waitMs: number } | { kind: 'refuse'; retryAt: Date };

/** The hourly budget of the account as seen from here. */
export interface RequestBudget {
  /** Asks for one request. A granted background call has its place in the spread taken. */
  admit(priority: Priority, now: Date): Admission;
  /** One request goes out. */
  sending(priority: Priority, now: Date): void;
  /** One request came to an end, with the headers of its answer if there was one. */
  ended(rate: HourlyBudget | undefined, now: Date): void;
  /** Northflank refused with 429 just now: nothing goes before that moment. */
  pauseUntil(moment: Date, now: Date): void;
  /** What the other bots should know; absent where Northflank has stated neither an hour nor a pause. */
  report(now: Date): BudgetReport | undefined;
  /** Takes the newest report of every other bot, in place of all that they reported before. */
  learn(reports: readonly BudgetReport[], now: Date): void;
  state(): Budget;
}

/** What another bot has spent of the window that ends then. */
interface Other {
  spent: BudgetReport['spent'];
  endsAt: Date;
}

/** Creates a budget that knows of no limit before the first answer or report. */
export function createRequestBudget(): RequestBudget {
  let stated: HourlyBudget = {};
  let window: BudgetWindow | undefined;
  let used = noUse();
  /** When what was used counts no more, as long as no answer has told of a window. */
  let unansweredUntil: Date | undefined;
  let others: readonly Other[] = [];
  let inFlight = 0;
  let sent = 0;
  /** As Northflank told this very bot: the others report theirs. */
  let refusal: Wait | undefined;
  let pause: Wait | undefined;
  let nextSpreadAt = 0;

  /** The window that holds now; a passed one tells nothing, and its use is forgotten. */
  function current(now: Date): BudgetWindow | undefined {
    if (window !== undefined && now < window.heardAt) {
      window = stillOpen(window, now);
      stated = { ...stated, resetAt: stated.resetAt && window.endsAt };
      nextSpreadAt = 0;
    }
    const endsAt = window?.endsAt ?? unansweredUntil;
    if (endsAt !== undefined && now >= endsAt) {
      window = undefined;
      used = noUse();
      unansweredUntil = undefined;
      nextSpreadAt = 0;
    }
    return window;
  }

  /** Pauses as they stand now; one that is over is forgotten, or it would begin anew by a clock that is set back later. */
  function settlePauses(now: Date): void {
    refusal = lasting(refusal, now);
    pause = lasting(pause, now);
  }

  function take(statement: Statement, now: Date): void {
    stated = statement;
    const before = current(now);
    window = hear(before, statement, now);
    if (before !== undefined && isAnotherHour(window.endsAt, before.endsAt)) used = noUse();
  }

  /** What all bots together spent on one kind of caller. */
  function spentOn(priority: Priority, endsAt: Date): number {
    return others
      .filter((other) => isSameHour(other.endsAt, endsAt))
      .reduce((sum, { spent }) => sum + spent[priority], used[priority]);
  }

  /** Milliseconds until the next place in the spread, which is then taken. */
  function spread({ limit, endsAt }: BudgetWindow, left: number, now: Date): number {
    const forOthers = left - limit * KEPT_FOR_PEOPLE;
    const interval = (endsAt.getTime() - now.getTime()) / Math.max(1, forOthers);
    const at = Math.max(now.getTime(), nextSpreadAt);
    nextSpreadAt = at + interval;
    return at - now.getTime();
  }

  return {
    admit(priority, now) {
      settlePauses(now);
      const waitMs = restOf(pause, now);
      const open = current(now);
      if (open === undefined) return { kind: 'go', waitMs };

      const left = open.remaining - inFlight;
      const place = placeOf(priority, open, left, () => spentOn(priority, open.endsAt));
      if (place === 'none') return { kind: 'refuse', retryAt: open.endsAt };
      const spreadMs = place === 'spread' ? spread(open, left, now) : 0;
      return { kind: 'go', waitMs: Math.max(waitMs, spreadMs) };
    },

    sending(priority, now) {
      if (current(now) === undefined) unansweredUntil ??= later(now, WINDOW_MS);
      used[priority] += 1;
      inFlight += 1;
      sent += 1;
    },

    ended(rate, now) {
      inFlight -= 1;
      if (rate?.remaining !== undefined) take({ ...rate, remaining: rate.remaining }, now);
    },

    pauseUntil(until, now) {
      settlePauses(now);
      refusal = longest(refusal, { since: now, until });
      pause = longest(pause, { since: now, until });
    },

    report(now) {
      const hour = toHour(current(now), now);
      settlePauses(now);
      if (hour === undefined && refusal === undefined) return undefined;
      return { hour, spent: { ...used }, pausedForMs: refusal && restOf(refusal, now) };
    },

    learn(reports, now) {
      settlePauses(now);
      others = [];
      for (const { hour, spent, pausedForMs } of reports) {
        const until = later(now, pausedForMs ?? 0);
        if (pausedForMs !== undefined) pause = longest(pause, { since: now, until });
        if (hour === undefined) continue;
        others = [...others, { spent, endsAt: later(now, hour.endsInMs) }];
        const statement = overhear(current(now), hour, now);
        if (statement !== undefined) take(statement, now);
      }
    },

    state: () => ({ ...stated, remaining: window?.remaining ?? stated.remaining, sent }),
  };
}

/** Which place a window has for one more call: none, any, or one in the spread over its rest. */
function placeOf(
  priority: Priority,
  { limit, endIsStated }: BudgetWindow,
  left: number,
  spent: () => number,
): 'none' | 'any' | 'spread' {
  // Without a stated end, asking is the only way to learn that the window is over.
  if (priority === 'person') return left <= 0 && endIsStated ? 'none' : 'any';
  if (left <= limit * KEPT_FOR_PEOPLE) return 'none';
  if (spent() >= limit * LARGEST_SHARE[priority]) return 'none';
  return priority === 'background' && left < limit * SPREAD_BELOW ? 'spread' : 'any';
}

function longest(wait: Wait | undefined, other: Wait): Wait {
  return wait === undefined || other.until > wait.until ? other : wait;
}

function noUse(): Record<Priority, number> {
  return { person: 0, digest: 0, background: 0 };
}
