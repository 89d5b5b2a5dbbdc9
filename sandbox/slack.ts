import { once } from 'node:events';
import { Actor } from './slack/actor.ts';
import { Deliveries, type EnvelopeKind, type Reply, type Transport } from './slack/deliveries.ts';
import { EventLog, type ShownMessage, type SlackEvent } from './slack/events.ts';
import { Faults } from './slack/faults.ts';
import { httpDelivery } from './slack/http-delivery.ts';
import type { Json } from './slack/json.ts';
import { lateTransport } from './slack/late-transport.ts';
import { readManifest } from './slack/manifest.ts';
import { IDS } from './slack/people.ts';
import { ResponseUrls } from './slack/response-urls.ts';
import type { Stage } from './slack/screen.ts';
import { createSlackServer } from './slack/server.ts';
import { SocketMode } from './slack/socket.ts';
import { machineTimers, type Timers } from './slack/timers.ts';
import { Triggers } from './slack/triggers.ts';
import { Views } from './slack/views.ts';
import { createWorkspace, type Workspace } from './slack/workspace.ts';

export { Actor } from './slack/actor.ts';
export type { Answers } from './slack/acts/form.ts';
export type { ShownMessage, ShownView, SlackEvent } from './slack/events.ts';
export type { Fault, Faults } from './slack/faults.ts';
export type { Json } from './slack/json.ts';
export type { Origin } from './slack/payloads.ts';
export { IDS, type Person } from './slack/people.ts';
export type { ActOptions } from './slack/screen.ts';
export { type ElementChoice, findElement, messageOf, sees, viewOf } from './slack/sights.ts';
export type { Timers } from './slack/timers.ts';

export interface SlackOptions {
  /** 0 or left out takes a free one. */
  port?: number | undefined;
  /** Base URL under which the app reaches it, when that is not its own. */
  publicUrl?: string | undefined;
  /** The workspace's clock: timestamps, life of triggers and response URLs. */
  now: () => Date;
  botToken: string;
  appToken: string;
  teamId?: string | undefined;
  appId?: string | undefined;
  /** The app's manifest; without one every scope, command and event is granted. */
  manifest?: Json | undefined;
  /** Optional scopes of the manifest that were not granted at installation. */
  declinedScopes?: readonly string[] | undefined;
  /** Refuses tables and charts, as workspaces do that have not got them yet. */
  oldWorkspace?: boolean | undefined;
  /** Timers behind Slack's own rules: the 3 s for an acknowledgement, pings, slow answers. */
  timers?: Timers | undefined;
  /** Timers behind the waits of tests. */
  waitTimers?: Timers | undefined;
  /** Milliseconds that only go forward, for measuring acknowledgements. */
  elapsed?: (() => number) | undefined;
  /** How long an act waits for what is seen then, unless it says so itself. Default 15,000. */
  withinMs?: number | undefined;
}

/** An acknowledgement of the app. */
export interface AckRecord {
  envelopeId: string;
  kind: string;
  /** From sending the envelope to the acknowledgement. */
  ms: number;
  /** After the 3 s that Slack waits. */
  late: boolean;
}

/** What can be switched while the workspace runs. */
export interface SlackSwitches {
  oldWorkspace: boolean;
  tokenRevoked: boolean;
  /** The app gets everything this many milliseconds late. */
  lateMs: number;
}

/** A running workspace. */
export interface SandboxSlack {
  /** Base URL without a slash at the end. */
  url: string;
  /** What the bot takes as `SLACK_API_URL`. */
  apiUrl: string;
  workspace: Workspace;
  socket: SocketMode;
  faults: Faults;
  /** Acts as a member of the workspace. @throws Error for an id that nobody has. */
  user: (id: string) => Actor;
  /** Everything that happened after event number `seq`, oldest first. */
  events: (seq?: number) => readonly SlackEvent[];
  /** Calls `listener` with every event from now on, until the returned function is called. */
  subscribe: (listener: (event: SlackEvent) => void) => () => void;
  /** The first event that fits, from now on or after event number `sinceSeq`. */
  waitFor: (
    fits: (event: SlackEvent) => boolean,
    timeoutMs: number,
    sinceSeq?: number,
  ) => Promise<SlackEvent>;
  /** What stands in a channel for a person, ephemeral messages included, oldest first. */
  timeline: (channel: string, user?: string) => ShownMessage[];
  acks: () => AckRecord[];
  /** Sends an envelope that no person stands behind, such as `app_rate_limited`; resolves with the reply. */
  deliver: (kind: EnvelopeKind, payload: Json) => Promise<Reply>;
  /** Sends an envelope again exactly as it was. */
  repeat: (envelopeId: string, retry?: { attempt: number; reason: string }) => void;
  /** Delivers by signed HTTP requests from now on instead of Socket Mode. */
  useHttp: (target: { url: string; signingSecret: string }) => void;
  useSocket: () => void;
  /** Throws the switches that a workspace has. */
  set: (switches: Partial<SlackSwitches>) => void;
  /** How the switches stand. */
  switches: () => SlackSwitches;
  close: () => Promise<void>;
}

/** Starts a Slack workspace on this machine, which an app joins as it would join the real one. */
export async function startSlack(options: SlackOptions): Promise<SandboxSlack> {
  const { now, timers = machineTimers, elapsed = () => performance.now() } = options;
  const log = new EventLog(now, options.waitTimers ?? machineTimers);
  const workspace = createWorkspace({
    teamId: options.teamId ?? IDS.team,
    appId: options.appId ?? IDS.app,
    now,
    log,
    manifest: readManifest(options.manifest, options.declinedScopes ?? []),
  });
  const switches: SlackSwitches = {
    oldWorkspace: options.oldWorkspace ?? false,
    tokenRevoked: false,
    lateMs: 0,
  };
  const tokens = { bot: options.botToken, app: options.appToken, revoked: false };
  const address = { url: '' };
  const url = (): string => options.publicUrl ?? address.url;
  const oldWorkspace = (): boolean => switches.oldWorkspace;
  const { nextId, appId } = workspace;
  const socket = new SocketMode({ appId, log, timers, nextId });
  const views = new Views(workspace);
  const triggers = new Triggers(now, nextId);
  const responseUrls = new ResponseUrls(workspace, url);
  const late = (transport: Transport): Transport =>
    lateTransport(transport, () => switches.lateMs, timers);
  const deliveries = new Deliveries(late(socket), { log, timers, elapsed });
  const faults = new Faults();
  const context = { workspace, views, triggers, socket, oldWorkspace, url };
  const server = createSlackServer({ context, tokens, faults, responseUrls, timers });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  address.url = urlOf(server.address());
  const withinMs = options.withinMs ?? 15_000;
  const stage: Stage = {
    workspace,
    views,
    triggers,
    responseUrls,
    deliveries,
    oldWorkspace,
    withinMs,
  };
  return {
    url: address.url,
    apiUrl: `${address.url}/api/`,
    workspace,
    socket,
    faults,
    user: (id) => new Actor(stage, personOf(workspace, id)),
    events: (seq) => log.since(seq),
    subscribe: (listener) => log.subscribe(listener),
    waitFor: (fits, timeoutMs, sinceSeq) =>
      log.waitFor(fits, timeoutMs, sinceSeq === undefined ? {} : { sinceSeq }),
    timeline: (channel, user) => timeline(workspace, channel, user),
    acks: () => log.since().filter((event) => event.type === 'ack'),
    deliver: (kind, payload) =>
      new Promise((resolve) => {
        const envelopeId = deliveries.newId();
        deliveries.send({ envelopeId, kind, payload, acceptsAnswer: true }, resolve);
      }),
    repeat: (envelopeId, retry) => deliveries.repeat(envelopeId, retry),
    useHttp: (target) => deliveries.use(late(httpDelivery({ ...target, now }))),
    useSocket: () => deliveries.use(late(socket)),
    set: (change) => {
      Object.assign(switches, change);
      tokens.revoked = switches.tokenRevoked;
    },
    switches: () => ({ ...switches }),
    close: async () => {
      socket.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function personOf(workspace: Workspace, id: string) {
  const person = workspace.people.get(id);
  if (person === undefined) throw new Error(`nobody in the workspace has the id ${id}`);
  return person;
}

function timeline(workspace: Workspace, channelId: string, user?: string): ShownMessage[] {
  const channel = workspace.channels.get(channelId);
  const own = user === undefined ? [] : (channel?.ephemerals.get(user) ?? []);
  const all = [...(channel?.messages ?? []), ...own];
  return structuredClone(all).toSorted((a, b) => Number(a.ts) - Number(b.ts));
}

function urlOf(address: string | { port: number } | null): string {
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return `http://127.0.0.1:${address.port}`;
}
