import { setTimeout as wait } from 'node:timers/promises';
import type { Config } from './config.ts';
import { delayFor } from './delay.ts';
import type { Clock, Delay } from './domain/clock.ts';
import type { Log } from './domain/log.ts';
import { startPruning } from './pruning.ts';
import { createReplies } from './slack/acts/reply.ts';
import { createApp } from './slack/connection/create-app.ts';
import { identify } from './slack/connection/identify.ts';
import { createRunningWork } from './slack/door/running-work.ts';
import { registerListeners } from './slack/listeners.ts';
import { createPeople } from './slack/people.ts';
import { startHeartbeat } from './telemetry/heartbeat.ts';
import { ensureFirstDigest, wireDigests } from './wiring/digests.ts';
import { type DigestsByHand, takeDigestsByHand } from './wiring/digests-by-hand.ts';
import { wireDoctor } from './wiring/doctor.ts';
import { wireHandlers } from './wiring/handlers.ts';
import { createLife } from './wiring/life.ts';
import { type Outside, openOutside } from './wiring/outside.ts';
import { wireReading } from './wiring/reading.ts';
import { serve } from './wiring/serve.ts';
import { tellOfSetAside } from './wiring/set-aside.ts';
import { type Telemetry, wireTelemetry } from './wiring/telemetry.ts';

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
export interface Bot extends DigestsByHand {
  /** Where health, metrics and, in HTTP mode, Slack are served. */
  port: number;
  /** What keeps it from being ready; empty when it is. */
  readiness(): Promise<readonly string[]>;
  /** Resolves when no command, click or form is being worked on, or when the signal gives up waiting. */
  idle(signal: AbortSignal): Promise<void>;
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
  const telemetry = wireTelemetry(config, overrides.log, now);
  const { log, tracing } = telemetry;
  const outside = await openOutside(config, { now, log }, opened);
  const { storage } = outside;
  const reading = wireReading(config, { ...outside, now, log, tracing });
  const life = createLife({ ...outside, now });
  const running = createRunningWork();
  const server = await serve(config, overrides.host, { outside, telemetry, reading, life });
  opened.defer(() => server.close());

  const { app, identity } = await joinSlack(config, outside, telemetry, overrides.signal);
  await ensureFirstDigest(config, { storage, log });
  const people = createPeople(outside.clients.interactive, () => identity.teamId, now);
  const parts = { ...reading, ...outside, identity, people, now, log, tracing };
  const digests = await wireDigests(config, { ...parts, delay }, outside.northflank.budget);
  life.watch(digests.timer.sinceTick);
  const { readiness } = life;
  const recentErrors = telemetry.errors.lastHour;
  const handlers = wireHandlers(config, {
    ...parts,
    sendNow: digests.sendNow,
    examine: wireDoctor(config, { ...parts, readiness, recentErrors }),
    wait: overrides.wait ?? wait,
  });
  registerListeners(app, handlers, {
    identity,
    log,
    running,
    client: outside.clients.interactive,
    firstTime: (key) => storage.acts.firstTime(key, now()),
    replyTo: createReplies(config.slack.apiUrl, log),
  });
  await app.start();
  await tellOfSetAside(config, parts);
  digests.timer.start();
  digests.followUps.start();
  opened.defer(await startPruning(storage.prune, now, log));
  life.enter('running');
  if (config.heartbeatUrl !== undefined) {
    const { unfinished } = storage.deliveries;
    opened.defer(
      startHeartbeat({ url: config.heartbeatUrl, readiness, unfinished, now, delay, log }),
    );
  }
  log.info('started', { mode: config.slack.mode.kind, port: server.port, team: identity.teamId });
  return {
    port: server.port,
    readiness,
    idle: (signal) => running.drained(signal),
    ...takeDigestsByHand(digests, storage, now),
    stop: async () => {
      life.enter('stopping');
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

/** Finds out who we are, for as long as Slack is away, and makes the app, which is not started yet. */
async function joinSlack(
  { slack }: Config,
  { clients, link, slackLogger }: Outside,
  { log, tracing }: Telemetry,
  signal: AbortSignal | undefined,
) {
  const appToken = slack.mode.kind === 'socket' ? slack.mode.appToken : undefined;
  const identity = await identify(clients.interactive, appToken, log, { signal });
  const app = await createApp({
    receiver: link.receiver,
    identity,
    botToken: slack.botToken,
    slackApiUrl: slack.apiUrl,
    logger: slackLogger,
    log,
    tracing,
  });
  return { app, identity };
}
