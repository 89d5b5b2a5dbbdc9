import type { ShownMessage, SlackEvent } from '../events.ts';
import type { Json } from '../json.ts';
import { postMessage } from '../messages.ts';
import { eventPayload } from '../payloads.ts';
import { IDS } from '../people.ts';
import type { Act, ActOptions, Screen } from '../screen.ts';
import { viewJson } from '../views.ts';
import { directMessages } from '../workspace.ts';
import type { CommandOptions } from './command.ts';
import { channelOf, openChannelOf } from './place.ts';

/** Opens the bot's Home tab, also again. */
export function openHomeTab(screen: Screen, options: ActOptions): Promise<SlackEvent> {
  const { workspace, views } = screen.stage;
  const user = screen.person.id;
  const act = screen.begin('opening the home tab');
  const home = views.home(user);
  emit(screen, act, options, {
    type: 'app_home_opened',
    user,
    channel: directMessages(workspace, user).id,
    tab: 'home',
    ...(home !== undefined && { view: viewJson(workspace, home) }),
  });
  return screen.see(act, options);
}

/** Adds the bot to a channel; the app hears of it where its scopes let it see that kind of channel. */
export function inviteBot(
  screen: Screen,
  channelId: string,
  options: ActOptions,
): Promise<SlackEvent> {
  const { stage, person } = screen;
  const { workspace } = stage;
  const channel = channelOf(stage, channelId);
  const act = screen.begin('inviting the bot', channel.id);
  channel.members.add(workspace.botUser);
  const scope = channel.kind === 'private' ? 'groups:read' : 'channels:read';
  if (workspace.manifest.scopes?.has(scope) ?? true) {
    emit(screen, act, options, {
      type: 'member_joined_channel',
      user: workspace.botUser,
      channel: channel.id,
      channel_type: 'C',
      team: workspace.team.id,
      inviter: person.id,
    });
  }
  return screen.see(act, options);
}

/** How and where a message is written. */
export interface SayOptions extends CommandOptions {
  /** Writes into the thread of that message. */
  threadTs?: string | undefined;
}

/** Writes a message; the app hears of it when it is mentioned or written to directly. */
export function writeMessage(screen: Screen, text: string, options: SayOptions): ShownMessage {
  const { stage, person } = screen;
  const { workspace } = stage;
  const channel = openChannelOf(stage, options.channel ?? IDS.backups);
  const { threadTs } = options;
  const message = postMessage(workspace, channel, person.id, { text, blocks: [], threadTs });
  const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
  const event = { user: person.id, text, ts: message.ts, channel: channel.id, ...thread };
  const act = screen.begin('writing a message', channel.id);
  if (channel.kind === 'im') {
    emit(screen, act, options, { ...event, type: 'message', channel_type: 'im' });
  } else if (text.includes(`<@${workspace.botUser}>`)) {
    emit(screen, act, options, { ...event, type: 'app_mention' });
  }
  return message;
}

/** Sends an event, if the app subscribed to its kind. */
function emit(screen: Screen, act: Act, options: ActOptions, event: Json): void {
  const { events } = screen.stage.workspace.manifest;
  const name = event['type'] === 'message' ? 'message.im' : String(event['type']);
  if (events !== undefined && !events.has(name)) return;
  const payload = eventPayload(screen.payloadContext(options), event);
  screen.send(act, 'events_api', payload, options, () => {});
}
