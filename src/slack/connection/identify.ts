import { setTimeout as realWait } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import { errorFields, type Log } from '../../domain/log.ts';
import type { Identity } from '../door/gate.ts';
import { refusalOfToken } from './refused-token.ts';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/** How the bot waits for a Slack that is away. */
export interface IdentifyOptions {
  /** Gives up. */
  signal?: AbortSignal | undefined;
  /** Real time when absent. */
  wait?: ((ms: number, signal?: AbortSignal) => Promise<void>) | undefined;
}

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
  { signal, wait = waitFor }: IdentifyOptions = {},
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
      const refusal = refusalOfToken(error);
      if (refusal !== undefined) {
        throw new Error(
          `Slack refused SLACK_BOT_TOKEN (${refusal}). Install the app again and copy its bot token.`,
          { cause: error },
        );
      }
      log.warn('slack_away', errorFields(error));
      await wait(waitMs, signal);
    }
  }
}

async function waitFor(ms: number, signal?: AbortSignal): Promise<void> {
  await realWait(ms, undefined, signal ? { signal } : {});
}

/** App-level tokens are written `xapp-1-<app id>-…`. */
function appIdOf(appToken: string): string | undefined {
  return /^xapp-\d+-(A[A-Z0-9]+)-/.exec(appToken)?.[1];
}
