import type { ShownMessage } from '../events.ts';
import type { Json } from '../json.ts';
import { findMessage, messageJson, repliesTo } from '../messages.ts';
import { Refusal } from '../refusal.ts';
import { type Channel, directMessages } from '../workspace.ts';
import {
  type ApiContext,
  type Arguments,
  channelOf,
  isSet,
  type Method,
  optional,
  page,
  required,
  scopeByKind,
} from './method.ts';

/** Methods about channels: which there are, who is in them, and what was written there. */
export const conversationMethods: Record<string, Method> = {
  'conversations.info': {
    scope: scopeByKind('read'),
    run: (context, args) => ({
      channel: channelJson(context, channelOf(context, required(args, 'channel'))),
    }),
  },
  'conversations.list': { scope: 'channels:read', run: list },
  'conversations.members': { scope: scopeByKind('read'), run: members },
  'conversations.history': { scope: scopeByKind('history'), run: history },
  'conversations.replies': { scope: scopeByKind('history'), run: replies },
  'conversations.open': { scope: 'im:write', run: open },
  'conversations.join': { scope: 'channels:join', run: join },
};

function list(context: ApiContext, args: Arguments): Json {
  const { workspace } = context;
  const types = (optional(args, 'types') ?? 'public_channel').split(',');
  const names = { public: 'public_channel', private: 'private_channel', im: 'im' };
  const channels = [...workspace.channels.values()].filter(
    ({ kind, members: inside, archived }) =>
      types.includes(names[kind]) &&
      (kind === 'public' || inside.has(workspace.botUser)) &&
      !(archived && isSet(args, 'exclude_archived')),
  );
  const { entries, nextCursor } = page(channels, args, 100);
  return {
    channels: entries.map((channel) => channelJson(context, channel)),
    response_metadata: { next_cursor: nextCursor },
  };
}

function members(context: ApiContext, args: Arguments): Json {
  const channel = channelOf(context, required(args, 'channel'));
  const { entries, nextCursor } = page([...channel.members], args, 100);
  return { members: entries, response_metadata: { next_cursor: nextCursor } };
}

function history(context: ApiContext, args: Arguments): Json {
  const channel = readableChannel(context, args);
  const messages = channel.messages
    .filter(({ threadTs }) => threadTs === undefined)
    .filter(isWithin(args))
    .filter(isFrom(optional(args, 'cursor')))
    .toReversed();
  const { entries } = page(messages, { ...args, cursor: undefined }, 100);
  const next = messages[entries.length];
  // As Slack's: a place in time, so that nothing that is said meanwhile moves it.
  const nextCursor = next === undefined ? '' : Buffer.from(`next_ts:${next.ts}`).toString('base64');
  return messagesJson(context, args, entries, nextCursor);
}

function replies(context: ApiContext, args: Arguments): Json {
  const channel = readableChannel(context, args);
  const parent = findMessage(context.workspace, channel.id, required(args, 'ts'));
  if (parent === undefined) throw new Refusal('thread_not_found');
  const thread = [parent, ...repliesTo(context.workspace, parent).filter(isWithin(args))];
  const { entries, nextCursor } = page(thread, args, 1000);
  return messagesJson(context, args, entries, nextCursor);
}

/** Between `oldest` and `latest`, with these themselves where that is asked for. */
function isWithin(args: Arguments): (message: ShownMessage) => boolean {
  const [oldest, latest] = [optional(args, 'oldest') ?? '0', optional(args, 'latest')];
  const inclusive = isSet(args, 'inclusive');
  return ({ ts }) =>
    (Number(ts) > Number(oldest) || (inclusive && ts === oldest)) &&
    (latest === undefined || Number(ts) < Number(latest) || (inclusive && ts === latest));
}

/** From the place of a cursor on, newest first; all without one. */
function isFrom(cursor: string | undefined): (message: ShownMessage) => boolean {
  if (cursor === undefined) return () => true;
  const [, ts] = /^next_ts:([\d.]+)$/.exec(Buffer.from(cursor, 'base64').toString()) ?? [];
  if (ts === undefined) throw new Refusal('invalid_cursor');
  return (message) => Number(message.ts) <= Number(ts);
}

function messagesJson(
  { workspace }: ApiContext,
  args: Arguments,
  messages: readonly ShownMessage[],
  nextCursor: string,
): Json {
  return {
    messages: messages.map((message) => visibleJson(args, messageJson(workspace, message))),
    has_more: nextCursor !== '',
    response_metadata: { next_cursor: nextCursor },
  };
}

function open(context: ApiContext, args: Arguments): Json {
  const users = required(args, 'users').split(',');
  const [user] = users;
  if (users.length > 1) throw new Refusal('method_not_supported_for_channel_type');
  if (user === undefined || !context.workspace.people.has(user))
    throw new Refusal('user_not_found');
  return { channel: { id: directMessages(context.workspace, user).id } };
}

function join(context: ApiContext, args: Arguments): Json {
  const channel = channelOf(context, required(args, 'channel'));
  if (channel.archived) throw new Refusal('is_archived');
  if (channel.kind !== 'public') throw new Refusal('method_not_supported_for_channel_type');
  channel.members.add(context.workspace.botUser);
  return { channel: channelJson(context, channel) };
}

/** A channel whose messages the bot may read. */
function readableChannel(context: ApiContext, args: Arguments): Channel {
  const channel = channelOf(context, required(args, 'channel'));
  if (!channel.members.has(context.workspace.botUser)) throw new Refusal('not_in_channel');
  return channel;
}

/** Metadata is shown only to those who ask for it. */
function visibleJson(args: Arguments, message: Json): Json {
  if (isSet(args, 'include_all_metadata')) return message;
  const { metadata: _hidden, ...rest } = message;
  return rest;
}

function channelJson({ workspace }: ApiContext, channel: Channel): Json {
  const partner = [...channel.members].find((id) => id !== workspace.botUser);
  if (channel.kind === 'im') return { id: channel.id, is_im: true, user: partner };
  return {
    id: channel.id,
    name: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_im: false,
    is_private: channel.kind === 'private',
    is_archived: channel.archived,
    is_general: channel.name === 'general',
    is_member: channel.members.has(workspace.botUser),
    is_ext_shared: channel.shared,
    num_members: channel.members.size,
    context_team_id: workspace.team.id,
  };
}
