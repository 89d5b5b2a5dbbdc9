import { type Log, type LogFields, logThrough } from '../../src/domain/log.ts';

/** A log whose lines a test can look at. */
export interface RecordedLog extends Log {
  lines: { level: keyof Log; event: string; fields: LogFields }[];
}

export function recordedLog(): RecordedLog {
  const lines: RecordedLog['lines'] = [];
  return { lines, ...logThrough((level, event, fields) => lines.push({ level, event, fields })) };
}
