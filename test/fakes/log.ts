import type { Log, Tracing } from '../../src/domain/log.ts';

/** A log that nobody reads. */
export const SILENT: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Tracing that no log shows. */
export const UNTRACED: Tracing = {
  newReference: () => 'abc123',
  run: (_fields, work) => work(),
};
