import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../../domain/log.ts';

export type SlackLogger = Logger;

/**
 * A logger for Slack's SDK that drops debug and info for good, since at debug the SDK prints every
 * frame, typed secrets included. Of the rest it keeps only the text that the SDK wrote itself:
 * objects that come along may hold bodies and headers.
 */
export function createSlackLogger(log: Log): SlackLogger {
  const write =
    (level: 'warn' | 'error') =>
    (...parts: unknown[]): void => {
      log[level]('slack_sdk', { message: firstText(parts) });
    };
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: write('warn'),
    error: write('error'),
    setLevel: () => undefined,
    setName: () => undefined,
    // Not DEBUG, whatever our own level is: the SDK asks before it prints frames.
    getLevel: () => LogLevel.INFO,
  };
}

function firstText(parts: readonly unknown[]): string {
  const text = parts.find((part) => typeof part === 'string' || part instanceof Error);
  return (text instanceof Error ? text.message : (text ?? '')).slice(0, 300);
}
