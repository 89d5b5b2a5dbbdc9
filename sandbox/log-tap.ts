import { type Log, type LogFields, logThrough } from '../src/domain/log.ts';

/** One line of the bot's log. */
export interface LogLine {
  /** Counts from 1. */
  seq: number;
  at: Date;
  level: keyof Log;
  event: string;
  fields: LogFields;
}

/** A log that remembers its newest lines and hands each on. */
export interface LogTap {
  log: Log;
  /** Number of the newest line; 0 before the first. */
  readonly seq: number;
  /** Lines with a number above `seq`, oldest first. */
  since: (seq: number) => readonly LogLine[];
}

/** The newest this many lines are kept. */
const KEPT_LINES = 2000;

/** Puts a tap into a log. */
export function tapLog(next: Log, now: () => Date): LogTap {
  let lines: LogLine[] = [];
  let count = 0;
  const log = logThrough((level, event, fields) => {
    count += 1;
    lines.push({ seq: count, at: now(), level, event, fields });
    if (lines.length > KEPT_LINES * 2) lines = lines.slice(-KEPT_LINES);
    next[level](event, fields);
  });
  return {
    log,
    get seq() {
      return count;
    },
    since: (seq) => lines.filter((line) => line.seq > seq),
  };
}
