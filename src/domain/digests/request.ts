import type { Delivery, DeliveryPart } from './delivery.ts';
import type { MissedDelivery } from './delivery-store.ts';
import type { Subscription } from './subscription.ts';

/** What a digest is to be about. */
export interface DigestRequest {
  subscription: Subscription;
  /** What it covers: from the end of the last sent one to now; without a beginning when there is none. */
  windowFrom?: Date | undefined;
  windowTo: Date;
  dueAt: Date;
  /** Digests since the last sent one that never reached the channel, oldest first. */
  missed: readonly MissedDelivery[];
  /** The last one that did. */
  previous?: Delivery | undefined;
}

/** One message of a digest before it has a key. */
export type DigestPart = Pick<DeliveryPart, 'text' | 'blocks' | 'plainBlocks'>;

/** What is to be posted: the message and the replies in its thread, or by the channel's wish nothing. */
export type RenderedDigest =
  | { kind: 'parts'; parts: readonly [DigestPart, ...DigestPart[]]; memo?: unknown }
  | { kind: 'quiet'; reason: string };

/**
 * Reads what is needed and writes the digest, partial where something could not be read.
 *
 * @throws only where not even a partial digest can be written; it is tried again later.
 */
export type RenderDigest = (request: DigestRequest, signal: AbortSignal) => Promise<RenderedDigest>;
