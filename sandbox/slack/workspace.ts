import type { EventLog, ShownMessage } from './events.ts';
import type { Manifest } from './manifest.ts';
import { firstPeople, firstUserGroups, IDS, type Person, type UserGroup } from './people.ts';

/** A channel, or the direct messages of the bot and one person. */
export interface Channel {
  id: string;
  /** Without `#`. */
  name: string;
  kind: 'public' | 'private' | 'im';
  /** Ids of people and bots. */
  members: Set<string>;
  archived: boolean;
  /** Shared with another workspace by Slack Connect. */
  shared: boolean;
  /** Oldest first. */
  messages: ShownMessage[];
  /** What one person alone sees, by their id; oldest first. */
  ephemerals: Map<string, ShownMessage[]>;
}

/** All that the workspace knows, in memory. */
export interface Workspace {
  team: { id: string; domain: string; name: string };
  appId: string;
  /** The bot's user id and its bot id. */
  botUser: string;
  botId: string;
  people: Map<string, Person>;
  channels: Map<string, Channel>;
  userGroups: Map<string, UserGroup>;
  manifest: Manifest;
  log: EventLog;
  now: () => Date;
  /** A new id such as `V000000001`. */
  nextId: (prefix: string) => string;
  /** A new message timestamp, later than all before it even when the clock stands still. */
  nextTs: () => string;
}

/** What makes one workspace differ from another. */
export interface WorkspaceSettings {
  teamId: string;
  appId: string;
  now: () => Date;
  log: EventLog;
  manifest: Manifest;
}

/** A fresh workspace with its people and the channels #backups, #db-oncall and #general. */
export function createWorkspace({
  teamId,
  appId,
  now,
  log,
  manifest,
}: WorkspaceSettings): Workspace {
  const people = firstPeople(teamId);
  const everyone = people.filter(({ isGuest }) => !isGuest).map(({ id }) => id);
  const guests = people.filter(({ isGuest }) => isGuest).map(({ id }) => id);
  const channels = [
    createChannel(IDS.backups, 'backups', [...everyone, ...guests]),
    { ...createChannel(IDS.dbOncall, 'db-oncall', everyone), shared: true },
    createChannel(
      IDS.general,
      'general',
      [...everyone, ...guests].filter((id) => id !== IDS.bot),
    ),
  ];
  return {
    team: { id: teamId, domain: 'sandbox', name: 'Sandbox' },
    appId,
    botUser: IDS.bot,
    botId: IDS.botProfile,
    people: new Map(people.map((entry) => [entry.id, entry])),
    channels: new Map(channels.map((channel) => [channel.id, channel])),
    userGroups: new Map(firstUserGroups().map((group) => [group.id, group])),
    manifest,
    log,
    now,
    nextId: createIds(),
    nextTs: createTimestamps(now),
  };
}

/** An empty channel. */
export function createChannel(
  id: string,
  name: string,
  members: string[],
  kind: Channel['kind'] = 'public',
): Channel {
  return {
    id,
    name,
    kind,
    members: new Set(members),
    archived: false,
    shared: false,
    messages: [],
    ephemerals: new Map(),
  };
}

/** The direct messages between the bot and a person, made when first needed. */
export function directMessages(workspace: Workspace, user: string): Channel {
  const known = [...workspace.channels.values()].find(
    ({ kind, members }) => kind === 'im' && members.has(user),
  );
  if (known !== undefined) return known;
  const id = workspace.nextId('D');
  const channel = createChannel(id, 'directmessage', [workspace.botUser, user], 'im');
  workspace.channels.set(id, channel);
  return channel;
}

function createIds(): (prefix: string) => string {
  let count = 0;
  return (prefix) => {
    count += 1;
    return `${prefix}${count.toString(36).toUpperCase().padStart(9, '0')}`;
  };
}

function createTimestamps(now: () => Date): () => string {
  let last = 0;
  return () => {
    last = Math.max(now().getTime() * 1000, last + 1);
    return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, '0')}`;
  };
}
