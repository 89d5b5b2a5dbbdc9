import type { Log, LogFields } from '../../src/domain/log.ts';

/** A log whose lines a test can look at. */
export interface RecordedLog extends Log {
  lines: { level: keyof Log; event: string; fields: LogFields }[];
}

export function recordedLog(): RecordedLog {
  const lines: RecordedLog['lines'] = [];
  const write =
    (level: keyof Log) =>
    (event: string, fields: LogFields = {}): void => {
      lines.push({ level, event, fields });
    };
  return {
    lines,
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
}
