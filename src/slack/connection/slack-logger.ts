import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../../domain/log.ts';

/** What Slack's SDK logs with. */
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
  return wordsOf(text instanceof Error ? text.message : (text ?? '')).slice(0, 300);
}

/** A word of any language with spaces, also in camel case: what a token or key never looks like. */
const WORD = /^[A-Z]?[a-z]{1,20}([A-Z][a-z]{2,20}){0,3}$|^[A-Z]{1,9}$|^\d{1,5}$/;

/**
 * A text with everything left out that is no word: the SDK prints what Slack said in
 * `response_metadata` as if it were its own, and Slack may have repeated what it was given.
 */
function wordsOf(text: string): string {
  return text.replace(/[^\s"'`()[\]{}<>.,:;!?/_=|-]+/g, (part) => (WORD.test(part) ? part : '…'));
}
