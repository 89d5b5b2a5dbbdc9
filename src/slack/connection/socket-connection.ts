import { type App, SocketModeReceiver } from '@slack/bolt';
import { errorFields, type Log } from '../../domain/log.ts';
import { clientOptions } from './clients.ts';
import type { SlackLogger } from './slack-logger.ts';

/** What one connection needs. */
export interface ConnectionOptions {
  /** Takes what comes in. */
  app: App;
  appToken: string;
  slackApiUrl: string;
  logger: SlackLogger;
  log: Log;
  /** Longest wait for Slack's greeting. */
  greetingMs: number;
  /** Longest wait for the answer to a ping. */
  pongMs: number;
}

/** One connection to Slack, from its opening to its end; it never connects again by itself. */
export interface SocketConnection {
  /** Resolves when Slack has greeted us. Rejects when it refuses or does not come to that in time. */
  greeted: Promise<void>;
  /** Resolves when the connection is gone, or when Slack asked us to leave it. */
  over: Promise<void>;
  close: () => void;
}

/** Slack's answer to the request for a connection comes in well under a second. */
const OPEN_TIMEOUT_MS = 10_000;

/**
 * Connects once.
 *
 * The SDK is kept from connecting again (`autoReconnectEnabled`): its reconnects leave rejections
 * unhandled, wait ever longer, and go on after `disconnect`.
 */
export function openConnection(options: ConnectionOptions): SocketConnection {
  const receiver = new SocketModeReceiver({
    appToken: options.appToken,
    logger: options.logger,
    autoReconnectEnabled: false,
    clientPingTimeout: options.pongMs,
    installerOptions: {
      // An object of its own: the SDK writes its own retry rules into one that has none.
      clientOptions: {
        ...clientOptions(options.slackApiUrl, options.logger),
        timeout: OPEN_TIMEOUT_MS,
      },
    },
  });
  receiver.init(options.app);
  const { client } = receiver;
  const leave = (): void => {
    client.disconnect().catch(() => undefined);
  };
  let closed = false;
  const over = new Promise<void>((resolve) => {
    client.on('disconnected', () => resolve());
    guardFrames(receiver, options.log, resolve);
  });
  client.on('connected', () => {
    // Closed while it was still being opened: the SDK then opens it all the same.
    if (closed) leave();
  });
  return {
    greeted: greeting(receiver, options.greetingMs),
    over,
    close: () => {
      closed = true;
      leave();
    },
  };
}

async function greeting({ client }: SocketModeReceiver, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('Slack did not greet in time')), limitMs);
  });
  try {
    await Promise.race([client.start(), tooLate]);
  } catch (error) {
    throw error ?? new Error('the connection ended before Slack greeted');
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Stands between the wire and the SDK's handler of frames.
 *
 * Socket-mode 3.1.0 rejects on an envelope without an inner event, which would end the process, and on
 * Slack's word that it will disconnect it hangs up at once, with answers still under way: told to
 * leave, we stay until the next connection stands.
 */
function guardFrames({ client }: SocketModeReceiver, log: Log, onFarewell: () => void): void {
  const handlers = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', (...frame: unknown[]) => {
    if (isFarewell(frame[0])) {
      onFarewell();
      return;
    }
    for (const handler of handlers) {
      Promise.resolve(handler(...frame)).catch((error: unknown) => {
        log.warn('slack_odd_frame', errorFields(error));
      });
    }
  });
}

/** `{"type":"disconnect"}` with any reason. @see https://docs.slack.dev/apis/events-api/using-socket-mode */
function isFarewell(data: unknown): boolean {
  if (typeof data !== 'string') return false;
  try {
    const message: unknown = JSON.parse(data);
    return (
      typeof message === 'object' &&
      message !== null &&
      'type' in message &&
      message.type === 'disconnect'
    );
  } catch {
    // Not JSON: the SDK passes over it as well.
    return false;
  }
}
