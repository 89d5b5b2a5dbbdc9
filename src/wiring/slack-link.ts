import type { Receiver } from '@slack/bolt';
import type { Config } from '../config.ts';
import type { Clock } from '../domain/clock.ts';
import type { Log } from '../domain/log.ts';
import type { Routes } from '../http-server.ts';
import { createHttpReceiver, SLACK_PATH } from '../slack/connection/http-receiver.ts';
import type { SlackLogger } from '../slack/connection/slack-logger.ts';
import { createSocketReceiver } from '../slack/connection/socket-receiver.ts';

/** The way on which Slack reaches us. */
export interface SlackLink {
  receiver: Receiver;
  /** Since when Slack cannot reach us; absent while it can, as far as we can tell. */
  disconnectedSince: () => Date | undefined;
  /** What our HTTP server serves for Slack. */
  routes: Routes;
}

/** Opens nothing yet: the app starts what it receives with. */
export function createSlackLink(
  { slack }: Config,
  parts: { logger: SlackLogger; log: Log; now: Clock },
): SlackLink {
  if (slack.mode.kind === 'http') {
    const { signingSecret } = slack.mode;
    const receiver = createHttpReceiver({ signingSecret, ...parts });
    const routes: Routes = {
      [SLACK_PATH]: (request, response) => receiver.handle(request, response),
    };
    return { receiver, disconnectedSince: () => undefined, routes };
  }
  const { appToken } = slack.mode;
  const receiver = createSocketReceiver({ appToken, slackApiUrl: slack.apiUrl, ...parts });
  return { receiver, disconnectedSince: () => receiver.disconnectedSince(), routes: {} };
}
