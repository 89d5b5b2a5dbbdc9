import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { type SandboxSlack, type SlackOptions, startSlack } from '../../sandbox/slack.ts';
import { type ManualTime, manualTime } from './manual-timers.ts';

const NOW = new Date('2026-11-21T06:00:00Z');
export const TOKENS = { botToken: 'xoxb-fake-bot-token', appToken: 'xapp-fake-app-token' };

/** A workspace, the official framework connected to it, and the clock of both. */
export interface Joined {
  slack: SandboxSlack;
  app: App;
  receiver: SocketModeReceiver;
  time: ManualTime;
  stop: () => Promise<void>;
}

/** Starts a workspace whose clock stands still until told otherwise. */
export async function startWorkspace(
  options: Partial<SlackOptions> = {},
): Promise<{ slack: SandboxSlack; time: ManualTime }> {
  const time = manualTime(NOW);
  const slack = await startSlack({ now: time.now, timers: time.timers, ...TOKENS, ...options });
  return { slack, time };
}

/** Starts a workspace and an unmodified Bolt app that joined it by Socket Mode. */
export async function joinWorkspace(
  listen: (app: App) => void,
  options: Partial<SlackOptions> = {},
): Promise<Joined> {
  const { slack, time } = await startWorkspace(options);
  const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } };
  const receiver = new SocketModeReceiver({
    appToken: TOKENS.appToken,
    logLevel: LogLevel.ERROR,
    installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
  });
  const app = new App({
    token: TOKENS.botToken,
    receiver,
    clientOptions,
    logLevel: LogLevel.ERROR,
  });
  listen(app);
  await app.start();
  const stop = async (): Promise<void> => {
    const closed = new Promise((resolve) => receiver.client.once('disconnected', resolve));
    await app.stop();
    await closed;
    await slack.close();
  };
  return { slack, app, receiver, time, stop };
}
