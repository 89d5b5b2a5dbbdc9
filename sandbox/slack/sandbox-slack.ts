import type { Actor } from './actor.ts';
import type { EnvelopeKind, Reply } from './deliveries.ts';
import type { ShownMessage, SlackEvent } from './events.ts';
import type { Faults } from './faults.ts';
import type { Json } from './json.ts';
import type { SocketMode } from './socket.ts';
import type { Timers } from './timers.ts';
import type { Workspace } from './workspace.ts';

/** How a workspace is started. */
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
