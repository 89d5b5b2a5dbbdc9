import { setTimeout as sleep } from 'node:timers/promises';
import type { App, Receiver } from '@slack/bolt';
import { WebAPIRateLimitedError } from '@slack/web-api';
import type { Clock } from '../../domain/clock.ts';
import { errorFields, type Log } from '../../domain/log.ts';
import { withoutForeignWords } from './foreign-words.ts';
import { refusalOfToken } from './refused-token.ts';
import type { SlackLogger } from './slack-logger.ts';
import { openConnection, type SocketConnection } from './socket-connection.ts';

/** What a connection to Slack by Socket Mode needs. */
export interface SocketOptions {
  appToken: string;
  slackApiUrl: string;
  logger: SlackLogger;
  log: Log;
  now: Clock;
  /** Other waits than the usual ones. */
  timing?: Partial<typeof TIMING> | undefined;
}

/** A Bolt receiver that keeps itself connected, and says how it stands. */
export interface SocketReceiver extends Receiver {
  /** Since when there is no connection; absent while there is one. */
  disconnectedSince: () => Date | undefined;
}

const TIMING = {
  /** Longest wait for Slack's greeting; then everything is built anew. */
  greetingMs: 20_000,
  /** Longest wait for the answer to a ping. */
  pongMs: 5_000,
  /** From the start of an attempt to that of the next: doubles from the first to the longest, and grows no further. */
  firstWaitMs: 1_000,
  longestWaitMs: 30_000,
  /** A connection that lived this long was a good one: the next follows without a wait. */
  stableMs: 60_000,
  /** How long a connection that Slack wants us to leave stays open for answers under way. */
  leaveMs: 5_000,
};

/**
 * Joins a workspace by Socket Mode and stays: one connection at a time, a new one when it ends.
 *
 * `start` resolves after the first attempt, also when that fails while Slack is away.
 */
export function createSocketReceiver(options: SocketOptions): SocketReceiver {
  const { log, now } = options;
  const timing = { ...TIMING, ...options.timing };
  const stopping = new AbortController();
  const open = new Set<SocketConnection>();
  let app: App | undefined;
  let disconnectedSince: Date | undefined = now();

  function connect(): SocketConnection {
    if (app === undefined) throw new Error('the receiver is started before init');
    const connection = openConnection({ ...options, ...timing, app });
    open.add(connection);
    return connection;
  }

  function close(connection: SocketConnection): void {
    connection.close();
    open.delete(connection);
  }

  /** Lives through one connection. @returns whether it was a good one. @throws when there never was one. */
  async function live(connection: SocketConnection, onGreeted: () => void): Promise<boolean> {
    try {
      await connection.greeted;
    } catch (error) {
      close(connection);
      throw error;
    }
    const since = now().getTime();
    disconnectedSince = undefined;
    log.info('slack_connected');
    onGreeted();
    await connection.over;
    disconnectedSince = now();
    setTimeout(() => close(connection), timing.leaveMs).unref();
    return now().getTime() - since >= timing.stableMs;
  }

  async function stayConnected(onFirst: (failure?: unknown) => void): Promise<void> {
    let failures = 0;
    while (!stopping.signal.aborted) {
      let noSoonerMs = 0;
      const startedAt = now().getTime();
      try {
        failures = (await live(connect(), onFirst)) ? 0 : failures + 1;
      } catch (error) {
        failures += 1;
        noSoonerMs = error instanceof WebAPIRateLimitedError ? error.retryAfter * 1_000 : 0;
        log.warn('slack_connect_failed', {
          failures,
          ...errorFields(withoutForeignWords(error)),
        });
        onFirst(error);
      }
      // What a connection lived counts as waited, so that one cut every half a minute is hardly ever away.
      const restMs = waitAfter(failures, timing) - Math.max(0, now().getTime() - startedAt);
      await pause(Math.max(noSoonerMs, restMs, 0), stopping.signal);
    }
  }

  return {
    init: (bolt) => {
      app = bolt;
    },
    start: async () => {
      const failure = await new Promise((resolve) => void stayConnected(resolve));
      const refusal = refusalOfToken(failure);
      if (refusal === undefined) return;
      stopping.abort();
      throw new Error(
        `Slack refused SLACK_APP_TOKEN (${refusal}). Make an app-level token with connections:write and copy it.`,
        { cause: failure },
      );
    },
    stop: () => {
      stopping.abort();
      for (const connection of open) close(connection);
      return Promise.resolve();
    },
    disconnectedSince: () => disconnectedSince,
  };
}

/** Half of the wait is chance, so that several bots do not come back at the same moment. */
function waitAfter(
  failures: number,
  { firstWaitMs, longestWaitMs }: { firstWaitMs: number; longestWaitMs: number },
): number {
  if (failures === 0) return 0;
  const ms = Math.min(longestWaitMs, firstWaitMs * 2 ** (failures - 1));
  return ms * (0.5 + Math.random() / 2);
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal, ref: false });
  } catch {
    // Stopped meanwhile, which the caller sees by itself.
  }
}
