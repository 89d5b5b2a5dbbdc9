import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Config } from './config.ts';
import { delayFor } from './delay.ts';
import { firstDue } from './digest/slots/due.ts';
import type { Clock, Delay } from './domain/clock.ts';
import type { Delivery } from './domain/digests/delivery.ts';
import type { Subscription } from './domain/digests/subscription.ts';
import type { Log } from './domain/log.ts';
import { startHttpServer } from './http-server.ts';
import { createNorthflank } from './northflank/create-northflank.ts';
import { startPruning } from './pruning.ts';
import { createReplies } from './slack/acts/reply.ts';
import { createSlackClients } from './slack/connection/clients.ts';
import { createApp } from './slack/connection/create-app.ts';
import { identify } from './slack/connection/identify.ts';
import { createSlackLogger } from './slack/connection/slack-logger.ts';
import { createRunningWork } from './slack/door/running-work.ts';
import { registerListeners } from './slack/listeners.ts';
import { createSlackLink } from './slack-link.ts';
import { openStorage, type Storage } from './storage/open-storage.ts';
import { createErrorTally } from './telemetry/error-tally.ts';
import { startHeartbeat } from './telemetry/heartbeat.ts';
import { createMetrics } from './telemetry/metrics.ts';
import { createPinoLog } from './telemetry/pino-log.ts';
import { findUnready, type Phase } from './telemetry/readiness.ts';
import { createTracing } from './telemetry/tracing.ts';
import { ensureFirstDigest, wireDigests } from './wiring/digests.ts';
import { wireDoctor } from './wiring/doctor.ts';
import { wireHandlers } from './wiring/handlers.ts';
import { wireReading } from './wiring/reading.ts';

/** What production leaves to its defaults and the sandbox and tests choose themselves. */
export interface Overrides {
  now?: Clock | undefined;
  log?: Log | undefined;
  /** Address to listen on; all interfaces when absent. */
  host?: string | undefined;
  /** Waits between looks for something whose answer was lost. */
  wait?: ((ms: number) => Promise<void>) | undefined;
  /** Waits between posts and between looks at what is due. */
  delay?: Delay | undefined;
  /** Gives up starting. */
  signal?: AbortSignal | undefined;
}

/** A running bot. */
export interface Bot {
  /** Where health, metrics and, in HTTP mode, Slack are served. */
  port: number;
  /** What keeps it from being ready; empty when it is. */
  readiness(): Promise<readonly string[]>;
  /** Resolves when no command, click or form is being worked on, or when the signal gives up waiting. */
  idle(signal: AbortSignal): Promise<void>;
  /** When the next digest of any channel is due; resolves to nothing when none wants one. */
  nextDigestAt(): Promise<Date | undefined>;
  /** Looks at what is due now instead of at the next tick; resolves when it is sent. */
  lookAtDigests(): Promise<void>;
  /**
   * Looks now whether what was sent is still true, if it is time for that, and at what is due; resolves
   * when that is said.
   */
  followUpDigests(): Promise<void>;
  /** Posts a digest at once to every channel that wants one; returns what kept one from arriving. */
  sendDigestsNow(): Promise<readonly string[]>;
  /** Takes no more, lets running work end, and closes everything in order. */
  stop(): Promise<void>;
}

/** Longest wait at the end for work that people were promised an answer to. */
const DRAIN_MS = 20_000;

/**
 * Starts the bot: production, the sandbox and tests run this very wiring.
 *
 * @throws {Error} with a sentence for the operator when Slack refuses the token or the store cannot be opened.
 */
export async function startBot(config: Config, overrides: Overrides = {}): Promise<Bot> {
  const opened = new AsyncDisposableStack();
  try {
    return await start(config, overrides, opened);
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

/** @param opened takes what has to be closed at the end, the newest first. */
async function start(
  config: Config,
  overrides: Overrides,
  opened: AsyncDisposableStack,
): Promise<Bot> {
  const now = overrides.now ?? (() => new Date());
  const delay = overrides.delay ?? delayFor;
  const metrics = createMetrics();
  const tracing = createTracing();
  const errors = createErrorTally(now);
  const written = errors.noting(overrides.log ?? createPinoLog(config.logLevel));
  const log = metrics.counting(tracing.marking(written));
  const slackLogger = createSlackLogger(log);
  const clients = createSlackClients(config.slack.botToken, config.slack.apiUrl, slackLogger, log);
  const storage = await openStorage(config.databaseUrl, { now, log });
  opened.defer(() => storage.close());
  const botId = randomUUID();
  const northflank = createNorthflank({
    baseUrl: config.northflank.apiUrl,
    token: config.northflank.apiToken,
    teamId: config.northflank.teamId,
    now,
    log: (event, fields) => log.debug(event, { ...fields }),
    sharing: {
      exchange: (report) => storage.budgetReports.exchange(botId, report),
      isOnlyBot: !storage.isShared,
    },
  });
  opened.defer(() => northflank.close());
  const reading = wireReading(config, { northflank, storage, now, log, tracing });
  const link = createSlackLink(config, { logger: slackLogger, log, now });
  const running = createRunningWork();
  let phase: Phase = 'starting';
  let lastTickAt: (() => Date | undefined) | undefined;

  async function readiness(): Promise<readonly string[]> {
    const signs = {
      storage: await storage.health(),
      phase,
      disconnectedSince: link.disconnectedSince(),
      lastTickAt: lastTickAt?.(),
    };
    return findUnready(signs, now());
  }
  async function renderMetrics() {
    return await metrics.render({
      budget: northflank.budget(),
      account: reading.figures.read(),
      readinessProblems: (await readiness()).length,
    });
  }
  const server = await startHttpServer(
    config.port,
    { health: () => storage.health(), readiness, metrics: renderMetrics },
    link.routes,
    overrides.host,
  );
  opened.defer(() => server.close());

  const appToken = config.slack.mode.kind === 'socket' ? config.slack.mode.appToken : undefined;
  const identity = await identify(clients.interactive, appToken, log, {
    signal: overrides.signal,
  });
  const app = await createApp({
    receiver: link.receiver,
    identity,
    botToken: config.slack.botToken,
    slackApiUrl: config.slack.apiUrl,
    logger: slackLogger,
    log,
    tracing,
  });
  await ensureFirstDigest(config, { storage, log });
  const parts = { ...reading, northflank, clients, identity, storage, now, log, tracing };
  const digests = await wireDigests(config, { ...parts, delay }, northflank.budget);
  lastTickAt = digests.timer.lastTickAt;
  const handlers = wireHandlers(config, {
    ...parts,
    sendNow: digests.sendNow,
    examine: wireDoctor(config, {
      ...parts,
      readiness,
      recentErrors: errors.lastHour,
      slackLogger,
    }),
    wait: overrides.wait ?? wait,
  });
  registerListeners(app, handlers, {
    identity,
    log,
    running,
    client: clients.interactive,
    firstTime: (key) => storage.acts.firstTime(key, now()),
    replyTo: createReplies(config.slack.apiUrl, log),
  });
  await app.start();
  digests.timer.start();
  digests.followUps.start();
  opened.defer(await startPruning(storage, now, log));
  phase = 'running';
  if (config.heartbeatUrl !== undefined) {
    const { unfinished } = storage.deliveries;
    opened.defer(
      startHeartbeat({ url: config.heartbeatUrl, readiness, unfinished, now, delay, log }),
    );
  }
  log.info('started', { mode: config.slack.mode.kind, port: server.port, team: identity.teamId });

  async function lookAtDigests(): Promise<void> {
    await digests.timer.tick();
    await digests.timer.idle();
  }

  return {
    port: server.port,
    readiness,
    idle: (signal) => running.drained(signal),
    nextDigestAt: async () => firstDue(await wanted(storage), now()),
    lookAtDigests,
    followUpDigests: async () => {
      await digests.followUps.tick();
      await lookAtDigests();
    },
    sendDigestsNow: async () => describeUnsent(await digests.sendNow(await wanted(storage))),
    stop: async () => {
      phase = 'stopping';
      await app.stop();
      await Promise.all([
        digests.timer.stop(),
        digests.followUps.stop(),
        running.drained(AbortSignal.timeout(DRAIN_MS)),
      ]);
      await opened.disposeAsync();
      log.info('stopped');
    },
  };
}

/** Subscriptions that are neither switched off nor stopped. */
async function wanted({ subscriptions }: Storage): Promise<Subscription[]> {
  const all = await subscriptions.list();
  return all.filter(({ enabled, stoppedReason }) => enabled && stoppedReason === undefined);
}

function describeUnsent(deliveries: readonly Delivery[]): string[] {
  return deliveries
    .filter(({ state }) => state !== 'sent' && state !== 'quiet')
    .map(({ channelId, state, reason }) => `${channelId}: ${state}${reason ? `, ${reason}` : ''}`);
}
