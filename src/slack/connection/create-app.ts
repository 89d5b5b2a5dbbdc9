import { App, type Receiver } from '@slack/bolt';
import { errorFields, type Log, type Tracing } from '../../domain/log.ts';
import type { Identity } from '../door/gate.ts';
import { clientOptions } from './clients.ts';
import type { SlackLogger } from './slack-logger.ts';
import { traceEvents } from './trace-events.ts';

/** What a Bolt app of ours is made of. */
export interface AppOptions {
  receiver: Receiver;
  identity: Identity;
  botToken: string;
  slackApiUrl: string;
  logger: SlackLogger;
  log: Log;
  tracing: Tracing;
}

/** Makes the Bolt app: one workspace, no conversation store, and no call to Slack before a listener runs. */
export async function createApp(options: AppOptions): Promise<App> {
  const { identity, log, tracing } = options;
  const app = new App({
    receiver: options.receiver,
    logger: options.logger,
    clientOptions: clientOptions(options.slackApiUrl, options.logger),
    authorize: () =>
      Promise.resolve({
        botToken: options.botToken,
        botUserId: identity.botUserId,
        ...(identity.botId !== undefined && { botId: identity.botId }),
        teamId: identity.teamId,
      }),
    convoStore: false,
    deferInitialization: true,
  });
  await app.init();
  traceEvents(app, tracing, log);
  app.error((error) => {
    log.error('listener_failed', errorFields(error));
    return Promise.resolve();
  });
  return app;
}
