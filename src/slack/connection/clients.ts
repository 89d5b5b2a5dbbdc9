import {
  type WebAPICallResult,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebClient,
  type WebClientOptions,
} from '@slack/web-api';
import type { Clock } from '../../domain/clock.ts';
import type { Log } from '../../domain/log.ts';
import type { ServerTime } from '../../domain/server-time.ts';
import { isSlackWord, withoutForeignWords } from './foreign-words.ts';
import type { SlackLogger } from './slack-logger.ts';
import { hearSlackTime } from './slack-time.ts';

/** Longest wait for an answer that a person is waiting for; a trigger id lives 3 s. */
const INTERACTIVE_TIMEOUT_MS = 2_000;
/** Longest wait for a post of the digest. */
const DELIVERY_TIMEOUT_MS = 15_000;
/** However long Slack says it wants no call: a digest is given up 12 h after it was due. */
const LONGEST_HOLD_MS = 6 * 3_600_000;

/**
 * Two clients, because a 429 puts a whole WebClient to sleep: a busy digest must never hold back a
 * modal. Neither repeats a call by itself: a repeated post is a second message.
 */
export interface SlackClients {
  /** For what a person waits for: views, look-ups, private messages. */
  interactive: WebClient;
  /** For digests, which keep their own pace. Calls no method before Slack's word to wait with it is over. */
  delivery: WebClient;
  /** What Slack's clock said in the newest answer to either; absent before the first. */
  serverTime: () => ServerTime | undefined;
}

/** What every client of this bot must hold to. */
export function clientOptions(slackApiUrl: string, logger: SlackLogger): WebClientOptions {
  return {
    slackApiUrl,
    logger,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: INTERACTIVE_TIMEOUT_MS,
    allowAbsoluteUrls: false,
  };
}

/** Creates both clients for one token. */
export function createSlackClients(
  { botToken, apiUrl }: { botToken: string; apiUrl: string },
  { logger, log, now }: { logger: SlackLogger; log: Log; now: Clock },
): SlackClients {
  const { fetch, heard } = hearSlackTime(now);
  const options = { ...clientOptions(apiUrl, logger), fetch };
  return {
    interactive: new LoggedClient(botToken, options, log),
    delivery: new PatientClient(botToken, { ...options, timeout: DELIVERY_TIMEOUT_MS }, log, now),
    serverTime: heard,
  };
}

/** Logs each call's method and how it ended. A class, since every method of the SDK's ends in this one of its own. */
class LoggedClient extends WebClient {
  readonly #log: Log;

  constructor(token: string, options: WebClientOptions, log: Log) {
    super(token, options);
    this.#log = log;
  }

  override async apiCall(
    method: string,
    options?: Record<string, unknown>,
  ): Promise<WebAPICallResult> {
    const startedAt = performance.now();
    let outcome = 'ok';
    try {
      return await super.apiCall(method, options);
    } catch (error) {
      outcome = outcomeOf(error);
      throw withoutForeignWords(error);
    } finally {
      const durationMs = Math.round(performance.now() - startedAt);
      this.#log.debug('slack_call', { method, outcome, durationMs });
    }
  }
}

/** Fails a call in place of Slack for as long as Slack wants none of that method, whatever the channel. */
class PatientClient extends LoggedClient {
  readonly #now: Clock;
  readonly #holds = new Map<string, { from: number; until: number }>();

  constructor(token: string, options: WebClientOptions, log: Log, now: Clock) {
    super(token, options, log);
    this.#now = now;
  }

  override async apiCall(
    method: string,
    options?: Record<string, unknown>,
  ): Promise<WebAPICallResult> {
    const held = this.#heldMs(method);
    if (held > 0) throw new WebAPIRateLimitedError(held / 1000);
    try {
      return await super.apiCall(method, options);
    } catch (error) {
      throw error instanceof WebAPIRateLimitedError ? this.#hold(method, error) : error;
    }
  }

  #heldMs(method: string): number {
    const { from = 0, until = 0 } = this.#holds.get(method) ?? {};
    const now = this.#now().getTime();
    // A clock that was set back is not to prolong it.
    return now < from ? 0 : until - now;
  }

  #hold(method: string, { retryAfter }: WebAPIRateLimitedError): WebAPIRateLimitedError {
    const from = this.#now().getTime();
    const ms = Math.min(LONGEST_HOLD_MS, Math.max(retryAfter * 1000, this.#heldMs(method)));
    this.#holds.set(method, { from, until: from + ms });
    return new WebAPIRateLimitedError(ms / 1000);
  }
}

/** Slack's own word for a refusal, or one of ours where Slack gave none. */
function outcomeOf(error: unknown): string {
  if (error instanceof WebAPIRateLimitedError) return 'rate-limited';
  if (!(error instanceof WebAPIPlatformError)) return 'no-answer';
  return isSlackWord(error.data.error) ? error.data.error : 'no-answer';
}
