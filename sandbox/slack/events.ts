import type { Json } from './json.ts';
import type { Timers } from './timers.ts';

/** A message as one sees it; a copy, so that it stays as it was when it was seen. */
export interface ShownMessage {
  channel: string;
  ts: string;
  /** The `ts` of the parent when the message stands in a thread. */
  threadTs?: string | undefined;
  /** Id of the person or bot that wrote it. */
  author: string;
  text: string;
  /** With every `block_id` and `action_id` filled in, as Slack does. */
  blocks: Json[];
  /** The only person who sees it. */
  onlyFor?: string | undefined;
  metadata?: Json | undefined;
}

/** Values of a view by `block_id` and `action_id`, as `view.state.values` has them. */
export type ViewValues = Record<string, Record<string, Json>>;

/** A modal or home tab as one sees it; a copy. */
export interface ShownView {
  id: string;
  type: 'modal' | 'home';
  /** Whose screen it is on. */
  user: string;
  hash: string;
  rootId: string;
  previousId?: string | undefined;
  externalId: string;
  callbackId: string;
  privateMetadata: string;
  title: string;
  /** Label of the submit button; `undefined` when there is none. */
  submit?: string | undefined;
  close?: string | undefined;
  clearOnClose: boolean;
  notifyOnClose: boolean;
  blocks: Json[];
  values: ViewValues;
  /** What stands below an input, by `block_id`. */
  errors: Record<string, string>;
}

/** What a person can see happen. `cause` is the envelope that led to it, where that is known. */
export type Sight =
  | {
      type: 'message' | 'ephemeral';
      change: 'posted' | 'updated' | 'deleted';
      /** Set for ephemeral messages: the only person who sees it. */
      user?: string | undefined;
      message: ShownMessage;
      cause?: string | undefined;
    }
  | {
      type: 'modal';
      change: 'opened' | 'pushed' | 'updated' | 'errors' | 'closed';
      user: string;
      /** The top of the stack after the change; `undefined` when the last view is gone. */
      view?: ShownView | undefined;
      cause?: string | undefined;
    }
  | { type: 'home'; user: string; view: ShownView; cause?: string | undefined }
  | {
      type: 'notice';
      user: string;
      /** Where Slack shows it; `undefined` inside a modal. */
      channel?: string | undefined;
      /** Slack's name of the failure, such as `operation_timeout`. */
      error: string;
      text: string;
      cause?: string | undefined;
    };

/** What happens behind the screen: for tests and for an inspector. */
export type Happening =
  | Sight
  | { type: 'sent'; envelopeId: string; kind: string; payload: Json }
  | { type: 'ack'; envelopeId: string; kind: string; ms: number; late: boolean; payload: Json }
  | {
      type: 'api';
      /** A Web API method, or `response_url`. */
      method: string;
      arguments: Json;
      /** 0 when the connection was cut. */
      status: number;
      answer: Json;
      /** What was made to go wrong. */
      fault?: string | undefined;
    }
  | { type: 'connection'; change: 'opened' | 'closed'; open: number };

/** One entry of the log: `seq` counts from 1. */
export type SlackEvent = Happening & { seq: number; at: Date };

/** The newest this many events are kept. */
const KEPT_EVENTS = 20_000;

/** Everything that happened in the workspace, in order, and a way to wait for the next. */
export class EventLog {
  readonly #now: () => Date;
  readonly #waitTimers: Timers;
  readonly #listeners = new Set<(event: SlackEvent) => void>();
  #events: SlackEvent[] = [];
  #seq = 0;

  constructor(now: () => Date, waitTimers: Timers) {
    this.#now = now;
    this.#waitTimers = waitTimers;
  }

  /** Number of the newest event; 0 before the first. */
  get seq(): number {
    return this.#seq;
  }

  /** Events with a number above `seq`, oldest first. */
  since(seq = 0): readonly SlackEvent[] {
    return this.#events.filter((event) => event.seq > seq);
  }

  add(happening: Happening): void {
    this.#seq += 1;
    const event: SlackEvent = { ...happening, seq: this.#seq, at: this.#now() };
    this.#events.push(event);
    if (this.#events.length > KEPT_EVENTS * 2) this.#events = this.#events.slice(-KEPT_EVENTS);
    for (const listener of this.#listeners) listener(event);
  }

  /** Calls `listener` with every event from now on, until the returned function is called. */
  subscribe(listener: (event: SlackEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * The first event after `sinceSeq` (default: from now on) that fits.
   *
   * @throws Error with the sentence of `complaint` when none came within `timeoutMs`.
   */
  waitFor<E extends SlackEvent>(
    fits: ((event: SlackEvent) => event is E) | ((event: SlackEvent) => boolean),
    timeoutMs: number,
    { sinceSeq = this.#seq, complaint = () => `nothing came within ${timeoutMs} ms` } = {},
  ): Promise<E> {
    const isFit = (event: SlackEvent): event is E => fits(event);
    const past = this.since(sinceSeq).find(isFit);
    if (past !== undefined) return Promise.resolve(past);
    return new Promise((resolve, reject) => {
      const stop = this.subscribe((event) => {
        if (!isFit(event)) return;
        stop();
        cancel();
        resolve(event);
      });
      const cancel = this.#waitTimers.after(timeoutMs, () => {
        stop();
        reject(new Error(complaint()));
      });
    });
  }
}
