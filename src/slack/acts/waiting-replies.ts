import { randomUUID } from 'node:crypto';
import type { Clock } from '../../domain/clock.ts';
import type { Act } from './act.ts';

/** Slack's life of a response URL. */
const LIFE_MS = 30 * 60_000;
const KEPT = 500;

/**
 * Commands that opened a modal and wait for its answer.
 *
 * A response URL is a secret and must not travel through the modal, so it stays here under a ticket.
 * After a restart a ticket is unknown, and the answer goes to the person's direct message instead.
 */
export interface WaitingReplies {
  keep(act: Act): string;
  /** Gives the reply back once; absent when unknown or too old. */
  take(ticket: string): Act['reply'] | undefined;
}

/** Keeps replies in memory for as long as Slack takes them. */
export function createWaitingReplies(now: Clock): WaitingReplies {
  const waiting = new Map<string, { reply: Act['reply']; until: number }>();
  return {
    keep: (act) => {
      const oldest = waiting.keys().next();
      if (waiting.size >= KEPT && !oldest.done) waiting.delete(oldest.value);
      const ticket = randomUUID();
      waiting.set(ticket, { reply: act.reply, until: now().getTime() + LIFE_MS });
      return ticket;
    },
    take: (ticket) => {
      const kept = waiting.get(ticket);
      waiting.delete(ticket);
      return kept && kept.until > now().getTime() ? kept.reply : undefined;
    },
  };
}
