import type { ShownMessage, ShownView } from '../events.ts';
import { findMessage } from '../messages.ts';
import type { Stage } from '../screen.ts';
import { isView, messageOf, type Shown, viewOf } from '../sights.ts';
import type { Channel } from '../workspace.ts';

/** The workspace's own record of what a person has before them. */
export type Place = { view: ShownView } | { message: ShownMessage; channel: Channel };

/** @throws Error when it is not there any more. */
export function placeOf(stage: Stage, shown: Shown): Place {
  if (isView(shown)) return { view: currentView(stage, viewOf(shown)) };
  const seen = messageOf(shown);
  const message = findMessage(stage.workspace, seen.channel, seen.ts, seen.onlyFor);
  if (message === undefined) throw new Error('the message is not there any more');
  return { message, channel: channelOf(stage, seen.channel) };
}

/** @throws Error when the view was closed meanwhile. */
export function currentView({ views }: Stage, view: ShownView): ShownView {
  const record = views.find(view.id);
  if (record === undefined) throw new Error(`the view "${view.title}" is not there any more`);
  return record;
}

/** @throws Error for an id that no channel has. */
export function channelOf({ workspace }: Pick<Stage, 'workspace'>, id: string): Channel {
  const channel = workspace.channels.get(id);
  if (channel === undefined) throw new Error(`there is no channel ${id}`);
  return channel;
}

/** A channel in which people can type. @throws Error in an archived one, where Slack shows no composer. */
export function openChannelOf(stage: Pick<Stage, 'workspace'>, id: string): Channel {
  const channel = channelOf(stage, id);
  if (channel.archived) throw new Error(`#${channel.name} is archived: nobody can type there`);
  return channel;
}
