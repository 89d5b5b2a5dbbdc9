import type { Screen } from '../screen.ts';
import type { Channel, Workspace } from '../workspace.ts';
import { channelOf } from './place.ts';

/** What somebody can do to a channel, beside writing in it. */
export type ChannelChange =
  | { kind: 'archive' | 'unarchive' | 'delete' | 'makePrivate' | 'makePublic' | 'removeBot' }
  /** The id stays. */
  | { kind: 'rename'; name: string };

/**
 * Changes a channel for everybody. A bot that subscribed to no event of it is told nothing: it learns of
 * it by what the Web API answers from then on.
 */
export function changeChannel(
  { stage: { workspace } }: Pick<Screen, 'stage'>,
  channelId: string,
  change: ChannelChange,
): void {
  const channel = channelOf({ workspace }, channelId);
  if (change.kind === 'delete') workspace.channels.delete(channel.id);
  else if (change.kind === 'rename') channel.name = change.name;
  else alter(workspace, channel, change.kind);
}

function alter(
  { botUser }: Pick<Workspace, 'botUser'>,
  channel: Channel,
  kind: Exclude<ChannelChange['kind'], 'delete' | 'rename'>,
): void {
  switch (kind) {
    case 'archive':
      channel.archived = true;
      break;
    case 'unarchive':
      channel.archived = false;
      // A private channel keeps its members. Those of a public one must join again: people here do, by
      // themselves, and the bot waits until somebody invites it.
      if (channel.kind === 'public') channel.members.delete(botUser);
      break;
    case 'makePrivate':
      channel.kind = 'private';
      break;
    case 'makePublic':
      channel.kind = 'public';
      break;
    case 'removeBot':
      channel.members.delete(botUser);
      break;
    default:
      kind satisfies never;
  }
}
