import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { type Log, type LogFields, logThrough, type Tracing } from '../domain/log.ts';

/** Tracing together with the log that shows it. */
export interface LogTracing extends Tracing {
  /** The same log, whose lines carry the fields of the work that they come from; a line's own fields win. */
  marking(log: Log): Log;
}

/** Creates a trace of its own, which follows work through whatever it awaits. */
export function createTracing(): LogTracing {
  const storage = new AsyncLocalStorage<LogFields>();
  return {
    // Six hexadecimal digits, from a pool: asking the kernel for three bytes takes longer than all else here.
    newReference: () => randomUUID().slice(0, 6),
    run: (fields, work) => storage.run({ ...storage.getStore(), ...fields }, work),
    marking: (log) =>
      logThrough((level, event, fields) => log[level](event, { ...storage.getStore(), ...fields })),
  };
}
