import type { EventEmitter } from 'node:events';
import { errorFields, type Log } from './domain/log.ts';

/** After this many stray rejections within {@link STRAY_WINDOW_MS} a fresh process is the safer state. */
const STRAY_LIMIT = 20;
const STRAY_WINDOW_MS = 60_000;

/** What of the process is needed; tests hand over their own. */
export interface Host {
  events: Pick<EventEmitter, 'on'>;
  exit: (code: number) => void;
  /** Milliseconds that only go forward. */
  elapsed: () => number;
}

/**
 * Deals with failures that nobody caught.
 *
 * A rejected promise harms only its own work, so the process lives on, unless they keep coming; after
 * an exception its state is not known, and it ends. Either is logged as every error is: left to Node,
 * the whole error with all that hangs on it would be printed.
 */
export function catchStrays(log: Log, { events, exit, elapsed }: Host): void {
  let recent: number[] = [];
  events.on('unhandledRejection', (reason: unknown) => {
    log.error('unhandled_rejection', errorFields(reason));
    const at = elapsed();
    recent = [...recent.filter((then) => at - then < STRAY_WINDOW_MS), at];
    if (recent.length > STRAY_LIMIT) exit(1);
  });
  events.on('uncaughtException', (error: unknown) => {
    log.error('uncaught_exception', errorFields(error));
    exit(1);
  });
}
