import type { ShownMessage } from '../events.ts';
import type { Json } from '../json.ts';
import {
  deleteMessage,
  findMessage,
  messageJson,
  postEphemeral,
  postMessage,
  updateMessage,
} from '../messages.ts';
import { readDraft } from '../read-draft.ts';
import { Refusal } from '../refusal.ts';
import { type Channel, directMessages } from '../workspace.ts';
import {
  type ApiContext,
  type Arguments,
  channelOf,
  type Method,
  optional,
  required,
} from './method.ts';

/** @see https://docs.slack.dev/reference/methods/chat.update */
const UPDATE_TEXT_LIMIT = 4000;

/** Methods that write, change and take away the bot's messages. */
export const chatMethods: Record<string, Method> = {
  'chat.postMessage': { scope: 'chat:write', run: post },
  'chat.postEphemeral': { scope: 'chat:write', run: postToOne },
  'chat.update': { scope: 'chat:write', run: update },
  'chat.delete': { scope: 'chat:write', run: remove },
  'chat.getPermalink': { run: permalink },
};

function post(context: ApiContext, args: Arguments): Json {
  const { workspace } = context;
  const channel = writableChannel(context, required(args, 'channel'));
  const draft = readDraft(args, { oldWorkspace: context.oldWorkspace() });
  const threadTs = threadOf(context, channel, args);
  const message = postMessage(workspace, channel, workspace.botUser, { ...draft, threadTs });
  return { channel: channel.id, ts: message.ts, message: messageJson(workspace, message) };
}

function postToOne(context: ApiContext, args: Arguments): Json {
  const { workspace } = context;
  const channel = channelOf(context, required(args, 'channel'));
  const user = required(args, 'user');
  if (channel.archived) throw new Refusal('is_archived');
  if (!channel.members.has(workspace.botUser)) throw new Refusal('not_in_channel');
  if (!channel.members.has(user)) throw new Refusal('user_not_in_channel');
  const draft = readDraft(args, { oldWorkspace: context.oldWorkspace() });
  const threadTs = threadOf(context, channel, args);
  return { message_ts: postEphemeral(workspace, channel, user, { ...draft, threadTs }).ts };
}

function update(context: ApiContext, args: Arguments): Json {
  const message = ownMessage(context, args, 'cant_update_message');
  if (channelOf(context, message.channel).archived) throw new Refusal('is_inactive');
  const draft = readDraft(args, {
    oldWorkspace: context.oldWorkspace(),
    textLimit: UPDATE_TEXT_LIMIT,
  });
  const updated = updateMessage(context.workspace, message, draft);
  return {
    channel: message.channel,
    ts: message.ts,
    text: message.text,
    message: messageJson(context.workspace, updated),
  };
}

function remove(context: ApiContext, args: Arguments): Json {
  const message = ownMessage(context, args, 'cant_delete_message');
  deleteMessage(context.workspace, message);
  return { channel: message.channel, ts: message.ts };
}

function permalink(context: ApiContext, args: Arguments): Json {
  const channel = channelOf(context, required(args, 'channel'));
  const ts = required(args, 'message_ts');
  const message = findMessage(context.workspace, channel.id, ts);
  if (message === undefined) throw new Refusal('message_not_found');
  const { domain } = context.workspace.team;
  const thread = message.threadTs === undefined ? '' : `?thread_ts=${message.threadTs}`;
  const place = `${channel.id}/p${ts.replace('.', '')}${thread}`;
  return { channel: channel.id, permalink: `https://${domain}.slack.com/archives/${place}` };
}

/** The channel, or the direct messages with a person whose id was given. */
function writableChannel(context: ApiContext, id: string): Channel {
  const { workspace } = context;
  if (workspace.people.has(id)) return directMessages(workspace, id);
  const channel = channelOf(context, id);
  if (channel.archived) throw new Refusal('is_archived');
  const { scopes } = workspace.manifest;
  const anywhere = scopes === undefined || scopes.has('chat:write.public');
  if (!channel.members.has(workspace.botUser) && !anywhere) throw new Refusal('not_in_channel');
  return channel;
}

function ownMessage(context: ApiContext, args: Arguments, refusal: string): ShownMessage {
  const channel = channelOf(context, required(args, 'channel'));
  const message = findMessage(context.workspace, channel.id, required(args, 'ts'));
  if (message === undefined) throw new Refusal('message_not_found');
  if (message.author !== context.workspace.botUser) throw new Refusal(refusal);
  return message;
}

/** The parent of a reply; a reply to a reply goes to the parent, as in Slack. */
function threadOf(
  { workspace }: ApiContext,
  channel: Channel,
  args: Arguments,
): string | undefined {
  const threadTs = optional(args, 'thread_ts');
  if (threadTs === undefined) return undefined;
  const parent = findMessage(workspace, channel.id, threadTs);
  if (parent === undefined) throw new Refusal('thread_not_found');
  return parent.threadTs ?? parent.ts;
}
