import { setTimeout as wait } from 'node:timers/promises';
import type { Receiver } from '@slack/bolt';
import type { Config } from './config.ts';
import { NO_DESTINATION_KEYS, readDestinationKeys } from './destination-keys.ts';
import { firstDue } from './digest/due.ts';
import type { Delay } from './digest/pacer.ts';
import type { AuditEntry } from './domain/audit.ts';
import type { Clock } from './domain/clock.ts';
import type { Delivery } from './domain/delivery.ts';
import { judgeSurvey } from './domain/judge-survey.ts';
import { errorFields, type Log } from './domain/log.ts';
import type { Scope, Subscription } from './domain/subscription.ts';
import type { Survey } from './domain/survey.ts';
import { type Routes, startHttpServer } from './http-server.ts';
import { createMetrics } from './metrics.ts';
import { createNorthflank } from './northflank/create-northflank.ts';
import type { Northflank } from './northflank/northflank.ts';
import { createPinoLog } from './pino-log.ts';
import { createAccess } from './slack/access.ts';
import { createSlackClients, type SlackClients } from './slack/clients.ts';
import { openAddDestination } from './slack/commands/add-destination.ts';
import { createDestinations } from './slack/commands/destinations.ts';
import { createShow } from './slack/commands/show.ts';
import { createStatus } from './slack/commands/status.ts';
import { createApp } from './slack/create-app.ts';
import type { Identity } from './slack/gate.ts';
import { createHandlers } from './slack/handlers.ts';
import { createHome } from './slack/home.ts';
import { createHttpReceiver, SLACK_PATH } from './slack/http-receiver.ts';
import { identify } from './slack/identify.ts';
import { keepSurveys } from './slack/kept-surveys.ts';
import { type Handlers, registerListeners } from './slack/listeners.ts';
import { createPeople } from './slack/people.ts';
import { createReplies } from './slack/reply.ts';
import { createRunningWork } from './slack/running-work.ts';
import { createSlackLogger, type SlackLogger } from './slack/slack-logger.ts';
import { createSocketReceiver } from './slack/socket-receiver.ts';
import { createAddDestinationSubmission } from './slack/submissions/add-destination.ts';
import { createViewUpdater } from './slack/view-updater.ts';
import { createWaitingReplies } from './slack/waiting-replies.ts';
import { openStorage, type Storage } from './storage/open-storage.ts';
import { createDestinationNames } from './survey/destination-names.ts';
import { createDirectoryReader, type DirectoryReader } from './survey/directory.ts';
import { createSurveyor, type Surveyor } from './survey/surveyor.ts';
import { wireDigestSettings } from './wire-digest-settings.ts';
import { type Digests, wireDigests } from './wire-digests.ts';

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
  /** Looks now whether what was sent is still true, if it is time for that; resolves when that is said. */
  followUpDigests(): Promise<void>;
  /** Posts a digest at once to every channel that wants one; returns what kept one from arriving. */
  sendDigestsNow(): Promise<readonly string[]>;
  /** Takes no more, lets running work end, and closes everything in order. */
  stop(): Promise<void>;
}

const EVERYTHING: Scope = { patterns: [], types: [] };

/** Longest wait at the end for work that people were promised an answer to. */
const DRAIN_MS = 20_000;
/** Often enough that a full disk is not our doing. */
const PRUNE_EVERY_MS = 6 * 3_600_000;
/** The timer looks at what is due every 15 s. */
const TICK_GRACE_MS = 60_000;
/** How long Slack may be away before that counts as not ready: its own refreshes take seconds. */
const SLACK_GRACE_MS = 120_000;

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
  const metrics = createMetrics();
  const log = metrics.counting(overrides.log ?? createPinoLog(config.logLevel));
  const slackLogger = createSlackLogger(log);
  const clients = createSlackClients(config.slack.botToken, config.slack.apiUrl, slackLogger);
  const storage = await openStorage(config.databaseUrl, { now, log });
  opened.defer(() => storage.close());
  const northflank = createNorthflank({
    baseUrl: config.northflank.apiUrl,
    token: config.northflank.apiToken,
    teamId: config.northflank.teamId,
    now,
    log: (event, fields) => log.debug(event, { ...fields }),
  });
  opened.defer(() => northflank.close());
  const link = createLink(config, { logger: slackLogger, log, now });
  const running = createRunningWork();
  let isStarted = false;
  let lastTickAt: (() => Date | undefined) | undefined;

  async function readiness(): Promise<readonly string[]> {
    const since = link.disconnectedSince();
    const away = since !== undefined && now().getTime() - since.getTime() > SLACK_GRACE_MS;
    return [
      ...(await storage.health()),
      ...(isStarted ? [] : ['The bot is still starting']),
      ...(away ? ['Slack is not connected'] : []),
      ...(isStale(lastTickAt?.(), now()) ? ['Digests are not looked after'] : []),
    ];
  }
  async function renderMetrics() {
    const readinessProblems = (await readiness()).length;
    return await metrics.render({ budget: northflank.budget(), readinessProblems });
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
  });
  const { listProjects, listAddons } = northflank;
  const directory = createDirectoryReader({ listProjects, listAddons, now, concurrency: 8 });
  const surveyor = createSurveyor({
    ...northflank,
    readDirectory: (call) => directory.read(call),
    requestsSent: () => northflank.budget().sent,
    scheduleCache: storage.scheduleCache,
    scheduleZone: config.scheduleTimeZone,
    now,
    onError: (error) => log.warn('survey_gap', errorFields(error)),
  });
  const destinationNames = createDestinationNames(northflank.listDestinations, now);
  if (config.digest) await storage.subscriptions.ensureFromEnvironment(config.digest, now());
  const digests = await wireDigests(
    config,
    {
      surveyor,
      destinationNames,
      clients,
      identity,
      storage,
      now,
      delay: overrides.delay,
      log,
    },
    northflank.budget,
  );
  lastTickAt = digests.timer.lastTickAt;
  const handlers = wireHandlers(config, {
    sendNow: digests.sendNow,
    destinationNames,
    northflank,
    directory,
    surveyor,
    clients,
    identity,
    storage,
    now,
    wait: overrides.wait ?? wait,
    log,
  });
  registerListeners(app, handlers, {
    identity,
    log,
    running,
    client: clients.interactive,
    firstTime: (key) => storage.acts.firstTime(key, now()),
    replyTo: createReplies(config.slack.apiUrl),
  });
  await app.start();
  digests.timer.start();
  digests.followUps.start();
  const pruning = setInterval(() => void prune(storage, now, log), PRUNE_EVERY_MS);
  opened.defer(() => clearInterval(pruning));
  await prune(storage, now, log);
  isStarted = true;
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
      await app.stop();
      await Promise.all([digests.timer.stop(), digests.followUps.stop()]);
      await running.drained(AbortSignal.timeout(DRAIN_MS));
      await opened.disposeAsync();
      log.info('stopped');
    },
  };
}

/** Removes what is past its retention; a store that is away is told of by its own health. */
async function prune(storage: Storage, now: Clock, log: Log): Promise<void> {
  try {
    await storage.prune(now());
  } catch (error) {
    log.warn('prune_failed', errorFields(error));
  }
}

/** A digest that nobody looks at would be late without anybody knowing. */
function isStale(lastTickAt: Date | undefined, now: Date): boolean {
  return lastTickAt !== undefined && now.getTime() - lastTickAt.getTime() > TICK_GRACE_MS;
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

/** The way on which Slack reaches us. */
interface Link {
  receiver: Receiver;
  /** Since when Slack cannot reach us; absent while it can, as far as we can tell. */
  disconnectedSince: () => Date | undefined;
  /** What our HTTP server serves for Slack. */
  routes: Routes;
}

function createLink({ slack }: Config, parts: { logger: SlackLogger; log: Log; now: Clock }): Link {
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

interface Parts {
  sendNow: Digests['sendNow'];
  destinationNames: () => Promise<ReadonlyMap<string, string>>;
  northflank: Northflank;
  directory: DirectoryReader;
  surveyor: Surveyor;
  clients: SlackClients;
  identity: Identity;
  storage: Storage;
  now: Clock;
  wait: (ms: number) => Promise<void>;
  log: Log;
}

/** Hands each part of the Slack side just the functions that it needs. */
function wireHandlers(config: Config, parts: Parts): Handlers {
  const { northflank, directory, clients, identity, storage, now, log } = parts;
  const { scheduleTimeZone: scheduleZone } = config;
  const people = createPeople(clients.interactive, () => identity.teamId, now);
  const access = createAccess({
    roles: config.roles,
    usergroupMembers: people.usergroupMembers,
    isMember: async (userId) => (await people.person(userId)).isMember,
    onFailure: (error) => log.warn('access_not_known', errorFields(error)),
  });
  const keys =
    config.destinationKeysFile === undefined
      ? NO_DESTINATION_KEYS
      : readDestinationKeys(config.destinationKeysFile, (message) =>
          log.warn('destination_keys', { message }),
        );
  const audit = (entry: AuditEntry) => storage.audit.append(entry, now());
  const judge = (survey: Survey, at: Date) => judgeSurvey(survey, at, { zone: scheduleZone });
  const surveys = keepSurveys(
    (wish) => parts.surveyor.survey({ ...wish, priority: 'person' }),
    now,
  );
  return createHandlers({
    access,
    directoryAtOnce: () => directory.readAtOnce(),
    show: createShow({
      directory: () => directory.read(),
      getAddon: northflank.getAddon,
      listAddonBackups: northflank.listAddonBackups,
      listSchedules: northflank.listSchedules,
      destinationNames: parts.destinationNames,
      waiting: createWaitingReplies(now),
      scheduleZone,
      now,
    }),
    status: createStatus({
      surveys,
      judge,
      directory: () => directory.read(),
      scopeOf: async (channelId) =>
        (await storage.subscriptions.ofChannel(channelId))?.scope ?? EVERYTHING,
      now,
    }),
    home: createHome({
      surveys,
      judge,
      scopes: async () => {
        const subscriptions = await storage.subscriptions.list();
        return subscriptions.filter(({ enabled }) => enabled).map(({ scope }) => scope);
      },
      access,
      publish: async (userId, view) => {
        await clients.interactive.views.publish({ user_id: userId, view });
      },
      now,
      log,
    }),
    destinations: createDestinations({
      listDestinations: northflank.listDestinations,
      listDestinationBackups: northflank.listDestinationBackups,
      mayAdd: async (userId) => (await access.mayOpen(userId, 'setUp')).granted,
      scheduleZone,
      now,
    }),
    digest: wireDigestSettings(config, { ...parts, access, people }),
    openAddDestination: openAddDestination({ access, keyNames: keys.names, audit, log }),
    submitAddDestination: createAddDestinationSubmission({
      access,
      pickKeys: keys.pick,
      keyNames: keys.names,
      addDestination: northflank.addDestination,
      listDestinations: northflank.listDestinations,
      updateView: createViewUpdater(clients.interactive),
      claimOnce: (key) => storage.acts.firstTime(key, now()),
      audit,
      wait: parts.wait,
      log,
    }),
  });
}
