import type { Json, Snapshot, WireMessage } from '../../wire.ts';

/** A short message of the page itself. */
export interface Toast {
  id: number;
  text: string;
}

/** A question that an element asks before it acts. */
export interface Question {
  confirm: Json;
  answer: (yes: boolean) => void;
}

/** What the pane at the right shows. */
export type Pane =
  | { kind: 'thread'; channel: string; ts: string }
  | { kind: 'inspector'; message?: WireMessage | undefined };

/** Everything that the page shows. */
export interface PageState {
  /** Absent until the first word of the sandbox. */
  snapshot?: Snapshot | undefined;
  isConnected: boolean;
  /** Id of the open channel or of the direct messages. */
  channel: string;
  /** In the direct messages: which of their tabs. */
  tab: 'home' | 'messages';
  pane?: Pane | undefined;
  /** On a narrow screen: whether the list of channels is in front. */
  isListOpen: boolean;
  /** How often something was written: whoever writes wants to see what comes of it. */
  written: number;
  unread: Record<string, number>;
  toasts: Toast[];
  question?: Question | undefined;
  /** Slack's words about a form that could not be sent. */
  trouble?: string | undefined;
}
