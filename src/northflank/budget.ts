import type { Budget, Priority } from './northflank.ts';
import type { RateLimit } from './rate-limit.ts';

/** Northflank's limit per hour until an answer states it. */
const DEFAULT_LIMIT = 1000;
/** The window's length, by which a budget without stated reset is forgotten. */
const WINDOW_MS = 60 * 60 * 1000;
/** Two answers of one window may place its end this far apart: whole seconds, and slow answers. */
const SAME_WINDOW_MS = 30_000;

/** Share of the limit that only people may touch. */
const KEPT_FOR_PEOPLE = 0.2;
/** Share of the limit that one kind of caller may use in one window; people have no such bound. */
const LARGEST_SHARE: Record<Priority, number> = { person: 1, digest: 0.5, background: 0.3 };
/** Below this share left, background calls are spread over the rest of the window. */
const SPREAD_BELOW = 0.3;

/** Whether a call may go: after a wait, or not before `retryAt`. */
export type Admission = { kind: 'go'; waitMs: number } | { kind: 'refuse'; retryAt: Date };

/** The hourly budget of the account as seen from here. */
export interface RequestBudget {
  /** Asks for one request. A granted background call has its place in the spread taken. */
  admit(priority: Priority, now: Date): Admission;
  /** One request goes out. */
  sending(priority: Priority, now: Date): void;
  /** One request came to an end, with the headers of its answer if there was one. */
  ended(rate: RateLimit | undefined, now: Date): void;
  /** Northflank refused with 429: nothing goes before that moment. */
  pauseUntil(moment: Date): void;
  state(): Budget;
}

interface Window {
  limit: number;
  remaining: number;
  /** Stated by Northflank, or else an hour after the first answer. */
  endsAt: Date;
  endIsStated: boolean;
}

export function createRequestBudget(): RequestBudget {
  let stated: RateLimit = {};
  let window: Window | undefined;
  let used = noUse();
  let inFlight = 0;
  let sent = 0;
  let pausedUntil: Date | undefined;
  let nextSpreadAt = 0;

  /** The window that holds now; a passed one tells nothing, and its use is forgotten. */
  function current(now: Date): Window | undefined {
    if (window !== undefined && now >= window.endsAt) {
      window = undefined;
      used = noUse();
      nextSpreadAt = 0;
    }
    return window;
  }

  function spread(left: number, kept: number, endsAt: Date, now: Date): number {
    const interval = (endsAt.getTime() - now.getTime()) / Math.max(1, left - kept);
    const at = Math.max(now.getTime(), nextSpreadAt);
    nextSpreadAt = at + interval;
    return at - now.getTime();
  }

  return {
    admit(priority, now) {
      const waitMs = Math.max(0, (pausedUntil?.getTime() ?? 0) - now.getTime());
      const open = current(now);
      if (open === undefined) return { kind: 'go', waitMs };

      const { limit, endsAt, endIsStated } = open;
      const left = open.remaining - inFlight;
      if (priority === 'person') {
        // Without a stated end, asking is the only way to learn that the window is over.
        return left <= 0 && endIsStated
          ? { kind: 'refuse', retryAt: endsAt }
          : { kind: 'go', waitMs };
      }

      const kept = limit * KEPT_FOR_PEOPLE;
      if (left <= kept || used[priority] >= limit * LARGEST_SHARE[priority]) {
        return { kind: 'refuse', retryAt: endsAt };
      }
      if (priority === 'background' && left < limit * SPREAD_BELOW) {
        return { kind: 'go', waitMs: Math.max(waitMs, spread(left, kept, endsAt, now)) };
      }
      return { kind: 'go', waitMs };
    },

    sending(priority, now) {
      current(now);
      used[priority] += 1;
      inFlight += 1;
      sent += 1;
    },

    ended(rate, now) {
      inFlight -= 1;
      if (rate?.remaining === undefined) return;
      stated = rate;
      const before = current(now);
      const { resetAt, remaining } = rate;
      const isSame =
        before !== undefined &&
        resetAt !== undefined &&
        resetAt.getTime() <= before.endsAt.getTime() + SAME_WINDOW_MS;
      if (before !== undefined && resetAt !== undefined && !isSame) used = noUse();
      window = {
        limit: rate.limit ?? before?.limit ?? DEFAULT_LIMIT,
        // Answers overtake each other: within one window what is left only shrinks.
        remaining: isSame ? Math.min(remaining, before.remaining) : remaining,
        endsAt: resetAt ?? before?.endsAt ?? new Date(now.getTime() + WINDOW_MS),
        endIsStated: resetAt !== undefined || before?.endIsStated === true,
      };
    },

    pauseUntil(moment) {
      if (pausedUntil === undefined || moment > pausedUntil) pausedUntil = moment;
    },

    state: () => ({ ...stated, remaining: window?.remaining ?? stated.remaining, sent }),
  };
}

function noUse(): Record<Priority, number> {
  return { person: 0, digest: 0, background: 0 };
}
