import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebClient,
} from '@slack/web-api';
import type { Clock } from '../../domain/clock.ts';
import type { SlackAnswer, SlackQuestions } from '../../domain/slack-questions.ts';
import { clientOptions } from './clients.ts';
import { isSlackWord } from './foreign-words.ts';
import { isOwnTrouble } from './own-trouble.ts';
import type { SlackLogger } from './slack-logger.ts';
import { hearSlackTime } from './slack-time.ts';

/** Long enough for a slow answer, short enough for several in a row while somebody waits. */
const TIMEOUT_MS = 5_000;

/** What questions are asked with. */
export interface AskSlackOptions {
  botToken: string;
  apiUrl: string;
  logger: SlackLogger;
  now: Clock;
}

/** Creates questions with a client of their own, so that they hold nobody else's calls back. */
export function createSlackQuestions({
  botToken,
  apiUrl,
  logger,
  now,
}: AskSlackOptions): SlackQuestions {
  const { fetch, heard } = hearSlackTime(now);
  const options = { ...clientOptions(apiUrl, logger), timeout: TIMEOUT_MS, fetch };
  const client = new WebClient(botToken, options);

  return {
    whoAmI: () =>
      answerTo(async () => {
        const { team = '', user = '', response_metadata: about } = await client.auth.test();
        return { workspace: team, botName: user, scopes: about?.scopes };
      }),
    canConnect: (appToken) =>
      answerTo(async () => {
        await new WebClient(appToken, options).apps.connections.open();
        return undefined;
      }),
    channel: (channelId) =>
      answerTo(async () => {
        const { channel } = await client.conversations.info({ channel: channelId });
        return {
          name: channel?.name,
          isMember: channel?.is_member === true || channel?.is_im === true,
          isArchived: channel?.is_archived === true,
        };
      }),
    user: (userId) =>
      answerTo(async () => {
        const { user } = await client.users.info({ user: userId });
        return { isDeactivated: user?.deleted === true, isBot: user?.is_bot === true };
      }),
    usergroups: () =>
      answerTo(async () => {
        const { usergroups = [] } = await client.usergroups.list({ include_disabled: true });
        return new Map(
          usergroups.map(({ id = '', date_delete: disabledAt }) => [
            id,
            { isEnabled: !disabledAt },
          ]),
        );
      }),
    serverTime: heard,
  };
}

async function answerTo<T>(ask: () => Promise<T>): Promise<SlackAnswer<T>> {
  try {
    return { kind: 'answer', value: await ask() };
  } catch (error) {
    return failureOf(error);
  }
}

function failureOf(error: unknown): SlackAnswer<never> {
  if (error instanceof WebAPIRateLimitedError) {
    return { kind: 'silent', reason: 'Slack has been asked too much and wants to be left alone' };
  }
  if (error instanceof WebAPIHTTPError) {
    return { kind: 'silent', reason: `Slack answered with status ${error.statusCode}` };
  }
  if (error instanceof WebAPIPlatformError) {
    const { error: code } = error.data;
    if (isOwnTrouble(code)) return { kind: 'silent', reason: `Slack has trouble (${code})` };
    // The SDK gives whatever is no JSON as if it were Slack's word.
    return isSlackWord(code)
      ? { kind: 'refused', code }
      : { kind: 'unreachable', reason: 'what answers is not Slack' };
  }
  return networkFailure(error);
}

const NOT_CONNECTED: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody takes connections there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'its host name cannot be looked up',
  EHOSTUNREACH: 'there is no way to its host',
  ENETUNREACH: 'there is no way to its host',
  UND_ERR_CONNECT_TIMEOUT: 'no connection comes about',
};

/** Looks for the code of the connection's own failure, which the SDK and fetch wrap once each. */
function networkFailure(error: unknown): SlackAnswer<never> {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause ? String(cause.code) : '';
    const reason = NOT_CONNECTED[code];
    if (reason !== undefined) return { kind: 'unreachable', reason };
    if (/CERT|TLS|SSL|^UNABLE_TO_/.test(code)) {
      return { kind: 'unreachable', reason: 'its certificate is not trusted here' };
    }
    if (/^(Timeout|Abort)Error$/.test(cause.name)) {
      return { kind: 'silent', reason: 'Slack did not answer in time' };
    }
  }
  return { kind: 'silent', reason: 'no whole answer of Slack came' };
}
