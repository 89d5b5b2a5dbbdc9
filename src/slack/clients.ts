import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { SlackLogger } from './slack-logger.ts';

/** Longest wait for an answer that a person is waiting for; a trigger id lives 3 s. */
const INTERACTIVE_TIMEOUT_MS = 2_000;
/** Longest wait for a post of the digest. */
const DELIVERY_TIMEOUT_MS = 15_000;

/**
 * Two clients, because a 429 puts a whole WebClient to sleep: a busy digest must never hold back a
 * modal. Neither repeats a call by itself: a repeated post is a second message.
 */
export interface SlackClients {
  /** For what a person waits for: views, look-ups, private messages. */
  interactive: WebClient;
  /** For digests, which keep their own pace. */
  delivery: WebClient;
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
  botToken: string,
  slackApiUrl: string,
  logger: SlackLogger,
): SlackClients {
  const options = clientOptions(slackApiUrl, logger);
  return {
    interactive: new WebClient(botToken, options),
    delivery: new WebClient(botToken, { ...options, timeout: DELIVERY_TIMEOUT_MS }),
  };
}
