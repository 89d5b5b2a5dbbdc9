import { type Json, textFrom } from '../json.ts';
import { Refusal } from '../refusal.ts';
import type { SocketMode } from '../socket.ts';
import type { Triggers } from '../triggers.ts';
import type { Views } from '../views.ts';
import type { Channel, Workspace } from '../workspace.ts';

/** What the methods work on. */
export interface ApiContext {
  workspace: Workspace;
  views: Views;
  triggers: Triggers;
  socket: SocketMode;
  /** Read at each call: the switch can be thrown at any time. */
  oldWorkspace: () => boolean;
  /** Base URL of the server, without a slash at the end. */
  url: () => string;
}

/** Arguments of a call, already decoded: objects where JSON came as text. */
export type Arguments = Json;

/** One method of the Web API. */
export interface Method {
  /** Which token it takes; `none` needs no token at all. Default `bot`. */
  token?: 'app' | 'none';
  /** The scope that the call needs, if any; it can depend on the arguments. */
  scope?: string | ((context: ApiContext, args: Arguments) => string | undefined);
  /** The fields of the answer beside `ok`. @throws {Refusal} as Slack does. */
  run: (context: ApiContext, args: Arguments) => Json;
}

/** A text argument that must be there. */
export function required(args: Arguments, name: string): string {
  const value = args[name];
  if (value === undefined || value === null || value === '') {
    throw new Refusal('invalid_arguments', {
      response_metadata: { messages: [`[ERROR] missing required field: ${name}`] },
    });
  }
  return textFrom(value);
}

/** A text argument; empty counts as absent. */
export function optional(args: Arguments, name: string): string | undefined {
  const value = args[name];
  return value === undefined || value === null || value === '' ? undefined : textFrom(value);
}

/** Form-encoded calls carry flags as text. */
export function isSet(args: Arguments, name: string): boolean {
  return args[name] === true || args[name] === 'true' || args[name] === '1' || args[name] === 1;
}

/** @throws {Refusal} `channel_not_found`, also for a private channel that the bot is not in. */
export function channelOf({ workspace }: ApiContext, id: string): Channel {
  const channel = workspace.channels.get(id);
  const hidden = channel?.kind !== 'public' && !channel?.members.has(workspace.botUser);
  if (channel === undefined || hidden) throw new Refusal('channel_not_found');
  return channel;
}

/** `channels:…`, `groups:…` or `im:…`, by the kind of the channel that the call names. */
export function scopeByKind(
  action: 'read' | 'history',
): (context: ApiContext, args: Arguments) => string {
  return ({ workspace }, args) => {
    const kind = workspace.channels.get(optional(args, 'channel') ?? '')?.kind ?? 'public';
    return `${{ public: 'channels', private: 'groups', im: 'im' }[kind]}:${action}`;
  };
}

/** One page of a list: Slack's `limit` and `cursor`, the cursor being opaque to callers. */
export function page<T>(
  entries: readonly T[],
  args: Arguments,
  defaultLimit: number,
): { entries: T[]; nextCursor: string } {
  const limit = Number(optional(args, 'limit') ?? defaultLimit);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw new Refusal('invalid_limit');
  const cursor = optional(args, 'cursor');
  const start = cursor === undefined ? 0 : Number(Buffer.from(cursor, 'base64url').toString());
  if (!Number.isInteger(start)) throw new Refusal('invalid_cursor');
  const next = start + limit;
  return {
    entries: entries.slice(start, next),
    nextCursor: next < entries.length ? Buffer.from(String(next)).toString('base64url') : '',
  };
}
