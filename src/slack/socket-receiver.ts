import { type App, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { Clock } from '../domain/clock.ts';
import { errorFields, type Log } from '../domain/log.ts';
import type { SlackLogger } from './slack-logger.ts';

/** What a connection to Slack by Socket Mode needs. */
export interface SocketOptions {
  appToken: string;
  slackApiUrl: string;
  logger: SlackLogger;
  log: Log;
  now: Clock;
  /** How long without a connection before everything is built anew. */
  silenceMs?: number | undefined;
  /** How often that is looked at. */
  watchEveryMs?: number | undefined;
}

/** A Bolt receiver that keeps itself connected, and says how it stands. */
export interface SocketReceiver extends Receiver {
  /** Since when there is no connection; absent while there is one. */
  disconnectedSince(): Date | undefined;
}

/**
 * The SDK waits this long × failures before it connects again, also after each of Slack's regular
 * refreshes: its default of 5 s would leave the bot deaf for that time. It is the wait for a pong too.
 */
const RECONNECT_MS = 1_000;
const SILENCE_MS = 60_000;
const WATCH_EVERY_MS = 5_000;

/**
 * Joins a workspace by Socket Mode.
 *
 * Works around socket-mode 3.1.0: an envelope without an inner event ends the process, a reconnect
 * that fails for good does too, and its waits grow without limit. Drop this with a version that does not.
 */
export function createSocketReceiver(options: SocketOptions): SocketReceiver {
  const { log, now, silenceMs = SILENCE_MS, watchEveryMs = WATCH_EVERY_MS } = options;
  let app: App | undefined;
  let receiver: SocketModeReceiver | undefined;
  let watch: NodeJS.Timeout | undefined;
  let disconnectedSince: Date | undefined = now();

  function build(): SocketModeReceiver {
    const built = new SocketModeReceiver({
      appToken: options.appToken,
      logger: options.logger,
      clientPingTimeout: RECONNECT_MS,
      installerOptions: {
        // An object of its own: the SDK writes its retry rules into it.
        clientOptions: {
          slackApiUrl: options.slackApiUrl,
          timeout: 10_000,
          retryConfig: { retries: 100, factor: 1.3, minTimeout: 1_000, maxTimeout: 30_000 },
        },
      },
    });
    const { client } = built;
    client.on('connected', () => {
      if (receiver === built) disconnectedSince = undefined;
      log.info('slack_connected');
    });
    for (const event of ['close', 'reconnecting', 'disconnected'] as const) {
      client.on(event, () => {
        if (receiver === built) disconnectedSince ??= now();
      });
    }
    guardFrames(built, log);
    if (app) built.init(app);
    return built;
  }

  async function connect(): Promise<void> {
    receiver = build();
    try {
      await receiver.start();
    } catch (error) {
      // The watchdog tries again; until then readiness says that Slack is not connected.
      log.warn('slack_connect_failed', errorFields(error));
    }
  }

  function rebuildIfSilent(): void {
    if (disconnectedSince === undefined) return;
    if (now().getTime() - disconnectedSince.getTime() < silenceMs) return;
    log.warn('slack_rebuild', { silentSince: disconnectedSince.toISOString() });
    disconnectedSince = now();
    disconnect(receiver);
    void connect();
  }

  return {
    init: (bolt) => {
      app = bolt;
    },
    start: async () => {
      watch = setInterval(rebuildIfSilent, watchEveryMs);
      watch.unref();
      await connect();
    },
    stop: async () => {
      clearInterval(watch);
      disconnect(receiver);
      await Promise.resolve();
    },
    disconnectedSince: () => disconnectedSince,
  };
}

/** Keeps an odd frame, and a reconnect that fails for good, from ending the process. */
function guardFrames({ client }: SocketModeReceiver, log: Log): void {
  const start = client.start.bind(client);
  let first = true;
  client.start = async () => {
    if (first) {
      first = false;
      return await start();
    }
    try {
      return await start();
    } catch (error) {
      log.warn('slack_reconnect_failed', errorFields(error));
      return { ok: false };
    }
  };
  const handlers = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  for (const handler of handlers) {
    client.on('ws_message', (...frame: unknown[]) => {
      Promise.resolve(handler(...frame)).catch((error: unknown) => {
        log.warn('slack_odd_frame', errorFields(error));
      });
    });
  }
}

function disconnect(receiver: SocketModeReceiver | undefined): void {
  receiver?.stop().catch(() => undefined);
}
