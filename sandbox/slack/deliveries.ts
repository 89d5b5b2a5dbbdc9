import { randomUUID } from 'node:crypto';
import type { EventLog } from './events.ts';
import type { Json } from './json.ts';
import type { Timers } from './timers.ts';

/** Slack waits this long for an acknowledgement. @see https://docs.slack.dev/interactivity/handling-user-interaction */
const ACK_LIMIT_MS = 3000;

/** Socket Mode's `type` of what it sends; by HTTP it decides how the body is encoded. */
export type EnvelopeKind = 'slash_commands' | 'interactive' | 'events_api';

/** One thing that the app has to acknowledge. */
export interface Envelope {
  /** The same on each repeat. */
  envelopeId: string;
  kind: EnvelopeKind;
  payload: Json;
  /** Whether the acknowledgement may carry an answer. */
  acceptsAnswer: boolean;
  /** Set on repeats of events. */
  retry?: { attempt: number; reason: string } | undefined;
}

/** What came back for an envelope: an acknowledgement with its (perhaps empty) payload, or Slack's name of the failure. */
export type Reply = { ok: true; payload: Json } | { ok: false; error: string };

/** The way from Slack to the app: Socket Mode or HTTP. */
export interface Transport {
  /** Calls `onReply` for every reply, also for late and repeated ones. */
  deliver: (envelope: Envelope, onReply: (reply: Reply) => void) => void;
}

/** What deliveries are noted in and timed by. */
export interface DeliverySettings {
  log: EventLog;
  timers: Timers;
  /** A clock in milliseconds that never goes back, for measuring acknowledgements. */
  elapsed: () => number;
}

/** Whether an envelope still waits for its acknowledgement, and whether it waited too long. */
interface Wait {
  over: boolean;
  timedOut?: boolean;
}

/** Sends envelopes and decides, as Slack does, whether they were acknowledged in time. */
export class Deliveries {
  readonly #settings: DeliverySettings;
  #transport: Transport;
  readonly #sent = new Map<string, Envelope>();

  constructor(transport: Transport, settings: DeliverySettings) {
    this.#transport = transport;
    this.#settings = settings;
  }

  /** Sends by another way from now on. */
  use(transport: Transport): void {
    this.#transport = transport;
  }

  newId(): string {
    return randomUUID();
  }

  /**
   * Sends an envelope, several times when `copies` says so.
   *
   * @param settle called once: with the first timely acknowledgement, or with the failure that Slack shows.
   */
  send(envelope: Envelope, settle: (reply: Reply) => void, copies = 1): void {
    const { log, timers } = this.#settings;
    this.#sent.set(envelope.envelopeId, envelope);
    log.add({
      type: 'sent',
      envelopeId: envelope.envelopeId,
      kind: envelope.kind,
      payload: envelope.payload,
    });
    const wait: Wait = { over: false };
    const settleOnce = (reply: Reply): void => {
      if (wait.over) return;
      wait.over = true;
      cancel();
      settle(reply);
    };
    const cancel = timers.after(ACK_LIMIT_MS, () => {
      wait.timedOut = true;
      settleOnce({ ok: false, error: 'operation_timeout' });
    });
    for (let copy = 0; copy < copies; copy += 1) this.#deliver(envelope, wait, settleOnce);
  }

  /**
   * Sends the very same envelope once more, as Slack does after an unclear delivery.
   *
   * @throws Error for an envelope that was never sent.
   */
  repeat(envelopeId: string, retry?: { attempt: number; reason: string }): void {
    const envelope = this.#sent.get(envelopeId);
    if (envelope === undefined) throw new Error(`no envelope ${envelopeId} was sent`);
    this.#deliver({ ...envelope, retry }, { over: true }, () => {});
  }

  #deliver(envelope: Envelope, wait: Wait, settle: (reply: Reply) => void): void {
    const { log, elapsed } = this.#settings;
    const start = elapsed();
    this.#transport.deliver(envelope, (reply) => {
      if (!reply.ok) return settle(reply);
      const ms = elapsed() - start;
      const { envelopeId, kind } = envelope;
      const late = wait.timedOut === true;
      log.add({ type: 'ack', envelopeId, kind, ms, late, payload: reply.payload });
      settle(reply);
    });
  }
}
