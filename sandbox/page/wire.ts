/** What goes between the page and its server, as JSON. Moments are epoch milliseconds. */

import type { Json } from '../slack/json.ts';

export type { Json } from '../slack/json.ts';

/** A message as one person sees it. */
export interface WireMessage {
  channel: string;
  ts: string;
  threadTs?: string | undefined;
  /** Id of the person or bot that wrote it. */
  author: string;
  text: string;
  blocks: Json[];
  /** The only person who sees it. */
  onlyFor?: string | undefined;
}

/** A modal or home tab. */
export interface WireView {
  id: string;
  type: 'modal' | 'home';
  hash: string;
  title: string;
  submit?: string | undefined;
  close?: string | undefined;
  blocks: Json[];
  /** Entries of `view.state.values` by `block_id` and `action_id`. */
  values: Record<string, Record<string, Json>>;
  /** What stands below an input, by `block_id`. */
  errors: Record<string, string>;
}

/** A member of the workspace. */
export interface WirePerson {
  id: string;
  name: string;
  realName: string;
  /** IANA zone. */
  timeZone: string;
  isBot: boolean;
  /** What they may do, for the person switch; absent for those whom one cannot be. */
  role?: 'admin' | 'operator' | 'viewer' | 'guest' | undefined;
}

/** A channel, or the direct messages with the bot. */
export interface WireChannel {
  id: string;
  name: string;
  kind: 'channel' | 'direct';
  /** Whether the bot is in it. */
  hasBot: boolean;
  /** Whether nothing can be written there: an app may take no messages. */
  isReadOnly: boolean;
  members: number;
}

/** A slash command for the composer's proposals. */
export interface WireCommand {
  name: string;
  description: string;
  usageHint: string;
  verbs: { verb: string; words: string; gives: string }[];
}

/** What the control strip shows. */
export interface WireControls {
  now: number;
  /** Sandbox seconds in a real second. */
  speed: number;
  chosenSpeed: number;
  /** When the next digest is due; absent when nobody wants one. */
  nextDigestAt?: number | undefined;
  /** Absent when a real account is shown, which nothing here can break. */
  northflank?:
    | {
        down: boolean;
        slow: boolean;
        rateLimited: boolean;
        tokenRevoked: boolean;
        refusing: string[];
      }
    | undefined;
  destinations: { id: string; name: string }[];
  slack: {
    late: boolean;
    connected: boolean;
    /** Without direct messages. */
    channels: ({ id: string; name: string } & Record<ChannelTrouble, boolean>)[];
  };
}

/** What the last act cost and left behind. */
export interface WireActivity {
  /** Absent before the first act. */
  act?: { words: string; person: string; at: number } | undefined;
  /** Absent when a real account is shown: its requests are not seen here. */
  requests?:
    | { method: string; path: string; query: string; status: number; at: number }[]
    | undefined;
  /** Requests left in this hour; absent with a real account. */
  budget?: { left: number; limit: number } | undefined;
  /** How the acts were acknowledged. */
  acks: { kind: string; ms: number; late: boolean }[];
  lines: { at: number; level: string; event: string; fields: Json }[];
}

/** Everything that one person sees at a moment. */
export interface Snapshot {
  me: string;
  botUser: string;
  people: WirePerson[];
  groups: { id: string; handle: string }[];
  channels: WireChannel[];
  /** By channel, oldest first. */
  messages: Record<string, WireMessage[]>;
  /** The visible view last. */
  modal: WireView[];
  home?: WireView | undefined;
  commands: WireCommand[];
  controls: WireControls;
  activity: WireActivity;
}

/** One entry of the stream. */
export type Update =
  | { type: 'snapshot'; snapshot: Snapshot }
  | { type: 'message'; change: 'posted' | 'updated' | 'deleted'; message: WireMessage }
  | { type: 'modal'; views: WireView[] }
  | { type: 'home'; view: WireView }
  /** Slack's own words about a failure; without a channel they belong to the modal. */
  | { type: 'notice'; channel?: string | undefined; error: string; text: string; at: number }
  | { type: 'controls'; controls: WireControls }
  | { type: 'activity'; activity: WireActivity };

/** Where something stands that a person uses. */
export type Shown =
  | { kind: 'message'; channel: string; ts: string; ephemeral: boolean }
  | { kind: 'view'; id: string };

/** An answer to an input: text, an option's value, several of them, or an option of the app's own. */
export type Answer = string | number | string[] | Json | Json[] | null;

/** Something that a person does. */
export type Act = { as: string } & (
  | { kind: 'write'; channel: string; text: string; threadTs?: string | undefined }
  | { kind: 'use'; shown: Shown; blockId: string; actionId: string; answer?: Answer | undefined }
  | { kind: 'fill'; view: string; answers: Record<string, Answer> }
  | { kind: 'submit'; view: string; answers: Record<string, Answer> }
  | { kind: 'close'; view: string; all: boolean }
  | { kind: 'home' }
);

/** Something typed into a select that asks the app. */
export interface Suggestion {
  as: string;
  shown: Shown;
  blockId: string;
  actionId: string;
  query: string;
}

/** What may become of a channel. */
export type ChannelTrouble = 'archived' | 'private' | 'withoutBot';

/** Something done at the control strip. */
export type Control =
  | { kind: 'speed'; speed: number }
  | { kind: 'jump'; to: 'digest' | 'hour' }
  | { kind: 'northflank'; fault: 'down' | 'slow' | 'rateLimited' | 'tokenRevoked'; on: boolean }
  | { kind: 'refusing'; destination: string; on: boolean }
  | { kind: 'late'; on: boolean }
  | { kind: 'reconnect' }
  | { kind: 'channel'; channel: string; trouble: ChannelTrouble; on: boolean }
  | { kind: 'mend' };
