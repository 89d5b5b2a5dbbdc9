import { IDS, type SandboxSlack, type ShownMessage, type ShownView } from '../../slack.ts';
import type {
  Snapshot,
  WireActivity,
  WireChannel,
  WireCommand,
  WireControls,
  WireMessage,
  WirePerson,
  WireView,
} from '../wire.ts';

/** Older messages of a channel are not sent: nobody scrolls there. */
const MAX_MESSAGES = 300;

/** Whom one can be, and what the sandbox lets them do. */
const ROLES: Record<string, WirePerson['role']> = {
  [IDS.admin]: 'admin',
  [IDS.operator]: 'operator',
  [IDS.viewer]: 'viewer',
  [IDS.guest]: 'guest',
};

/** Everything that a person sees at this moment. */
export function takeSnapshot(
  slack: SandboxSlack,
  userId: string,
  parts: {
    commands: WireCommand[];
    takesMessages: boolean;
    controls: WireControls;
    activity: WireActivity;
  },
): Snapshot {
  const { takesMessages, ...rest } = parts;
  const { workspace } = slack;
  const actor = slack.user(userId);
  const channels = channelsOf(slack, userId, takesMessages);
  return {
    me: userId,
    botUser: workspace.botUser,
    people: [...workspace.people.values()].map(({ id, name, realName, tz, isBot }) => ({
      id,
      name,
      realName,
      timeZone: tz,
      isBot,
      role: ROLES[id],
    })),
    groups: [...workspace.userGroups.values()].map(({ id, handle }) => ({ id, handle })),
    channels,
    messages: Object.fromEntries(
      channels.map(({ id }) => [
        id,
        slack.timeline(id, userId).slice(-MAX_MESSAGES).map(wireMessage),
      ]),
    ),
    modal: actor.modal.map(wireView),
    home: actor.home && wireView(actor.home),
    ...rest,
  };
}

/** Whether a person may be acted as. */
export function isPlayable(userId: string): boolean {
  return Object.hasOwn(ROLES, userId);
}

/** Only what the page shows: a message's metadata is the app's own. */
export function wireMessage(message: ShownMessage): WireMessage {
  const { channel, ts, threadTs, author, text, blocks, onlyFor } = message;
  return { channel, ts, threadTs, author, text, blocks, onlyFor };
}

/** Only what the page shows: a view's private metadata and ids for the app stay behind. */
export function wireView(view: ShownView): WireView {
  const { id, type, hash, title, submit, close, blocks, values, errors } = view;
  return { id, type, hash, title, submit, close, blocks, values, errors };
}

function channelsOf(
  { workspace, user }: SandboxSlack,
  userId: string,
  takesMessages: boolean,
): WireChannel[] {
  const direct = user(userId).directMessages;
  return [...workspace.channels.values()]
    .filter(({ id, kind, members }) => (kind === 'im' ? id === direct : members.has(userId)))
    .map(({ id, name, kind, members }) => ({
      id,
      name,
      kind: kind === 'im' ? 'direct' : 'channel',
      hasBot: members.has(workspace.botUser),
      isReadOnly: kind === 'im' && !takesMessages,
      members: members.size,
    }));
}
