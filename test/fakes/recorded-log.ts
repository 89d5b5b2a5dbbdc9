import { type Log, type LogFields, logThrough } from '../../src/domain/log.ts';

/** A log whose lines a test can look at. */
export interface RecordedLog extends Log {
  lines: { level: keyof Log; event: string; fields: LogFields }[];
}

/** Begins without lines; those of all levels come in the order in which they were written. */
export function recordedLog(): RecordedLog {
  const lines: RecordedLog['lines'] = [];
  return { lines, ...logThrough((level, event, fields) => lines.push({ level, event, fields })) };
}
