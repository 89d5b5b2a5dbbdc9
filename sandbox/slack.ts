import { closeServer, listenLocally } from './local-server.ts';
import { Actor } from './slack/actor.ts';
import { Deliveries, type Transport } from './slack/deliveries.ts';
import { EventLog, type ShownMessage } from './slack/events.ts';
import { Faults } from './slack/faults.ts';
import { httpDelivery } from './slack/http-delivery.ts';
import { lateTransport } from './slack/late-transport.ts';
import { readManifest } from './slack/manifest.ts';
import { IDS } from './slack/people.ts';
import { ResponseUrls } from './slack/response-urls.ts';
import type { SandboxSlack, SlackOptions, SlackSwitches } from './slack/sandbox-slack.ts';
import { createSlackServer } from './slack/server.ts';
import { SocketMode } from './slack/socket.ts';
import { machineTimers } from './slack/timers.ts';
import { Triggers } from './slack/triggers.ts';
import { Views } from './slack/views.ts';
import { createWorkspace, type Workspace } from './slack/workspace.ts';

export { Actor } from './slack/actor.ts';
export type { Answers } from './slack/acts/form.ts';
export type { ShownMessage, ShownView, SlackEvent } from './slack/events.ts';
export type { Json } from './slack/json.ts';
export { IDS } from './slack/people.ts';
export type { SandboxSlack, SlackOptions } from './slack/sandbox-slack.ts';
export type { ActOptions } from './slack/screen.ts';
export { findElement, messageOf, sees, viewOf } from './slack/sights.ts';
export type { Timers } from './slack/timers.ts';

/** Starts a Slack workspace on this machine, which an app joins as it would join the real one. */
export async function startSlack(options: SlackOptions): Promise<SandboxSlack> {
  const { now, timers = machineTimers, elapsed = () => performance.now() } = options;
  const workspace = openWorkspace(options);
  const { log, nextId, appId } = workspace;
  const switches: SlackSwitches = {
    oldWorkspace: options.oldWorkspace ?? false,
    tokenRevoked: false,
    lateMs: 0,
  };
  const tokens = { bot: options.botToken, app: options.appToken, revoked: false };
  const address = { url: '' };
  const url = (): string => options.publicUrl ?? address.url;
  const oldWorkspace = (): boolean => switches.oldWorkspace;
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
  address.url = `http://127.0.0.1:${await listenLocally(server, options.port ?? 0)}`;
  const { withinMs = 15_000 } = options;
  const stage = { workspace, views, triggers, responseUrls, deliveries, oldWorkspace, withinMs };
  return {
    url: address.url,
    apiUrl: `${address.url}/api/`,
    workspace,
    socket,
    faults,
    user: (id) => new Actor(stage, personOf(workspace, id)),
    ...recordsOf(workspace),
    ...deliveringBy(deliveries),
    useHttp: (target) => deliveries.use(late(httpDelivery({ ...target, now }))),
    useSocket: () => deliveries.use(late(socket)),
    set: (change) => {
      Object.assign(switches, change);
      tokens.revoked = switches.tokenRevoked;
    },
    switches: () => ({ ...switches }),
    close: async () => {
      socket.close();
      await closeServer(server);
    },
  };
}

function openWorkspace(options: SlackOptions): Workspace {
  const { now, teamId = IDS.team, appId = IDS.app, waitTimers = machineTimers } = options;
  const manifest = readManifest(options.manifest, options.declinedScopes ?? []);
  return createWorkspace({ teamId, appId, now, log: new EventLog(now, waitTimers), manifest });
}

type Records = Pick<SandboxSlack, 'events' | 'subscribe' | 'waitFor' | 'timeline' | 'acks'>;

function recordsOf(workspace: Workspace): Records {
  const { log } = workspace;
  return {
    events: (seq) => log.since(seq),
    subscribe: (listener) => log.subscribe(listener),
    waitFor: (fits, timeoutMs, sinceSeq) =>
      log.waitFor(fits, timeoutMs, sinceSeq === undefined ? {} : { sinceSeq }),
    timeline: (channel, user) => timeline(workspace, channel, user),
    acks: () => log.since().filter((event) => event.type === 'ack'),
  };
}

function deliveringBy(deliveries: Deliveries): Pick<SandboxSlack, 'deliver' | 'repeat'> {
  return {
    deliver: (kind, payload) =>
      new Promise((resolve) => {
        const envelopeId = deliveries.newId();
        deliveries.send({ envelopeId, kind, payload, acceptsAnswer: true }, resolve);
      }),
    repeat: (envelopeId, retry) => deliveries.repeat(envelopeId, retry),
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
