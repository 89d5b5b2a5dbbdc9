import { withIds } from './elements.ts';
import type { ShownMessage } from './events.ts';
import type { Json } from './json.ts';
import type { Channel, Workspace } from './workspace.ts';

/** What an app or a person wants to say. */
export interface Draft {
  text: string;
  blocks: Json[];
  threadTs?: string | undefined;
  metadata?: Json | undefined;
}

/** Adds a message to a channel for everybody in it. */
export function postMessage(
  workspace: Workspace,
  channel: Channel,
  author: string,
  draft: Draft,
  cause?: string,
): ShownMessage {
  const message = createMessage(workspace, channel, author, draft);
  channel.messages.push(message);
  return show(workspace, 'message', 'posted', message, cause);
}

/** Adds a message that one person alone sees. */
export function postEphemeral(
  workspace: Workspace,
  channel: Channel,
  user: string,
  draft: Draft,
  cause?: string,
): ShownMessage {
  const message = {
    ...createMessage(workspace, channel, workspace.botUser, { ...draft, metadata: undefined }),
    onlyFor: user,
  };
  channel.ephemerals.set(user, [...(channel.ephemerals.get(user) ?? []), message]);
  return show(workspace, 'ephemeral', 'posted', message, cause);
}

/**
 * Puts new content into a message; its place, author and thread stay.
 *
 * @param change `metadata` left out keeps the old one.
 */
export function updateMessage(
  workspace: Workspace,
  message: ShownMessage,
  change: Draft,
  cause?: string,
): ShownMessage {
  message.text = change.text;
  message.blocks = withIds(change.blocks, workspace.nextId);
  if (change.metadata !== undefined) message.metadata = structuredClone(change.metadata);
  return show(workspace, typeOf(message), 'updated', message, cause);
}

/** Takes a message away from whoever sees it; its replies stay. */
export function deleteMessage(workspace: Workspace, message: ShownMessage, cause?: string): void {
  const channel = workspace.channels.get(message.channel);
  if (channel === undefined) return;
  if (message.onlyFor === undefined) {
    channel.messages = channel.messages.filter(({ ts }) => ts !== message.ts);
  } else {
    const others = channel.ephemerals.get(message.onlyFor) ?? [];
    channel.ephemerals.set(
      message.onlyFor,
      others.filter(({ ts }) => ts !== message.ts),
    );
  }
  show(workspace, typeOf(message), 'deleted', message, cause);
}

/**
 * The workspace's own record of a message, not a copy.
 *
 * @param onlyFor looks among what this person alone sees.
 */
export function findMessage(
  workspace: Workspace,
  channelId: string,
  ts: string,
  onlyFor?: string,
): ShownMessage | undefined {
  const channel = workspace.channels.get(channelId);
  const among = onlyFor === undefined ? channel?.messages : channel?.ephemerals.get(onlyFor);
  return among?.find((message) => message.ts === ts);
}

/** A message as the Web API and the interaction payloads give it. */
export function messageJson(workspace: Workspace, message: ShownMessage): Json {
  const person = workspace.people.get(message.author);
  const replies = repliesTo(workspace, message);
  return {
    type: 'message',
    user: message.author,
    ts: message.ts,
    ...(message.author === workspace.botUser && {
      bot_id: workspace.botId,
      app_id: workspace.appId,
    }),
    team: person?.teamId ?? workspace.team.id,
    text: message.text,
    ...(message.blocks.length > 0 && { blocks: structuredClone(message.blocks) }),
    ...(message.threadTs !== undefined && { thread_ts: message.threadTs }),
    ...(replies.length > 0 && {
      thread_ts: message.ts,
      reply_count: replies.length,
      latest_reply: replies.at(-1)?.ts,
    }),
    ...(message.metadata !== undefined && { metadata: structuredClone(message.metadata) }),
  };
}

/** Messages in the thread below one, oldest first. */
export function repliesTo(workspace: Workspace, { channel, ts }: ShownMessage): ShownMessage[] {
  const messages = workspace.channels.get(channel)?.messages ?? [];
  return messages.filter((message) => message.threadTs === ts && message.ts !== ts);
}

function createMessage(
  workspace: Workspace,
  channel: Channel,
  author: string,
  { text, blocks, threadTs, metadata }: Draft,
): ShownMessage {
  return {
    channel: channel.id,
    ts: workspace.nextTs(),
    threadTs,
    author,
    text,
    blocks: withIds(blocks, workspace.nextId),
    metadata: structuredClone(metadata),
  };
}

function typeOf(message: ShownMessage): 'message' | 'ephemeral' {
  return message.onlyFor === undefined ? 'message' : 'ephemeral';
}

function show(
  { log }: Workspace,
  type: 'message' | 'ephemeral',
  change: 'posted' | 'updated' | 'deleted',
  message: ShownMessage,
  cause: string | undefined,
): ShownMessage {
  const copy = structuredClone(message);
  log.add({ type, change, user: message.onlyFor, message: copy, cause });
  return copy;
}
