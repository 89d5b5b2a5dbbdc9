import { type Logger, LogLevel, WebClient } from '@slack/web-api';
import { onTestFinished } from 'vitest';
import type { SandboxSlack, SlackOptions } from '../../../sandbox/slack.ts';
import type { ManualTime } from '../manual-timers.ts';
import { startWorkspace, TOKENS } from '../sandbox-app.ts';

/** A workspace and the official client for it, which tries everything once. */
export interface Connected {
  client: WebClient;
  slack: SandboxSlack;
  time: ManualTime;
  /** A client with another token. */
  clientFor: (token: string) => WebClient;
}

/** Starts a workspace until the test ends. */
export async function connect(
  options: Partial<SlackOptions> = {},
  token = TOKENS.botToken,
): Promise<Connected> {
  const { slack, time } = await startWorkspace(options);
  onTestFinished(() => slack.close());
  const clientFor = (other: string): WebClient =>
    new WebClient(other, {
      slackApiUrl: slack.apiUrl,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      logger: silent,
    });
  return { client: clientFor(token), slack, time, clientFor };
}

/** Refusals are what these tests are about; nobody needs to read them in the log too. */
export const silent: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};

/** Slack's name of the refusal. */
export async function refusalOf(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call;
  } catch (error) {
    return error instanceof Error && 'data' in error ? error.data : error;
  }
}

/** Its name alone; `none` where the call was taken. */
export async function errorOf(call: Promise<unknown>): Promise<unknown> {
  const answer = await refusalOf(call);
  return typeof answer === 'object' && answer !== null && 'error' in answer ? answer.error : 'none';
}

/** Scopes as the bot has them: it may read what it is in, and post nowhere else. */
export const MANIFEST = {
  oauth_config: {
    scopes: {
      bot: ['chat:write', 'channels:read', 'groups:read', 'channels:history', 'groups:history'],
    },
  },
};

export const plain = (text: string) => ({ type: 'plain_text' as const, text });
export const divider = { type: 'divider' as const };
export const VIEW = { type: 'modal' as const, title: plain('A'), blocks: [divider] };
