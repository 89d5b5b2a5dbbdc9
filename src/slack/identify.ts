import { setTimeout as wait } from 'node:timers/promises';
import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { errorFields, type Log } from '../domain/log.ts';
import type { Identity } from './gate.ts';

/** Answers that no waiting mends. @see https://docs.slack.dev/reference/methods/auth.test */
const FINAL = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
  'org_login_required',
  'team_access_not_granted',
]);

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/**
 * Asks Slack who we are, for as long as it does not answer.
 *
 * @param appToken tells the app's own id, which Slack says nowhere else; absent in HTTP mode.
 * @throws {Error} when Slack refuses the token, or the signal gives up.
 */
export async function identify(
  client: WebClient,
  appToken: string | undefined,
  log: Log,
  signal?: AbortSignal,
): Promise<Identity> {
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
    try {
      const answer = await client.auth.test();
      return {
        teamId: answer.team_id ?? '',
        enterpriseId: answer.enterprise_id,
        appId: appToken && appIdOf(appToken),
        botUserId: answer.user_id ?? '',
        botId: answer.bot_id,
      };
    } catch (error) {
      if (error instanceof WebAPIPlatformError && FINAL.has(error.data.error)) {
        throw new Error(
          `Slack refused SLACK_BOT_TOKEN (${error.data.error}). Install the app again and copy its bot token.`,
          { cause: error },
        );
      }
      log.warn('slack_away', errorFields(error));
      await wait(waitMs, undefined, signal ? { signal } : {});
    }
  }
}

/** App-level tokens are written `xapp-1-<app id>-…`. */
function appIdOf(appToken: string): string | undefined {
  return /^xapp-\d+-(A[A-Z0-9]+)-/.exec(appToken)?.[1];
}
