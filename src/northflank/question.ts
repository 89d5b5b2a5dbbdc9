import type { Clock } from '../domain/clock.ts';
import type { Call } from './client/client.ts';
import type { Limits } from './client/limits.ts';
import { timeoutReason } from './client/transport.ts';
import type { CallOptions } from './northflank.ts';

/** The questions that are being answered. */
export interface Questions {
  /** Runs the calls of one question under its caller's signal and, for a person, a total deadline. */
  ask<T>(options: CallOptions | undefined, work: (call: Call) => Promise<T>): Promise<T>;
  /** Cancels all of them, and every later one. */
  close(): void;
}

/** Creates a place for questions; only those of people end at `limits.personMs`. */
export function createQuestions(limits: Limits, now: Clock): Questions {
  const closing = new AbortController();
  const open = new Set<AbortController>();

  return {
    async ask({ signal, priority = 'person' } = {}, work) {
      const stop = new AbortController();
      const abort = () => stop.abort(signal?.reason);
      if (closing.signal.aborted) stop.abort();
      else if (signal?.aborted === true) abort();
      else signal?.addEventListener('abort', abort, { once: true });

      const isPerson = priority === 'person';
      const timer = isPerson
        ? setTimeout(() => stop.abort(timeoutReason()), limits.personMs)
        : undefined;
      const deadlineAt = isPerson ? new Date(now().getTime() + limits.personMs) : undefined;
      open.add(stop);
      try {
        return await work({ signal: stop.signal, priority, deadlineAt });
      } finally {
        open.delete(stop);
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
      }
    },

    close() {
      closing.abort();
      for (const stop of open) stop.abort();
    },
  };
}
