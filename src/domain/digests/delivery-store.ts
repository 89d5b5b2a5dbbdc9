import type { Delivery, DeliveryPart, DeliveryState, Looks } from './delivery.ts';

/** Names one delivery. */
export type DeliveryRef = Pick<Delivery, 'subscriptionId' | 'localDate'>;

/** What there is to know of a delivery before it is taken up. */
export type UnfinishedDelivery = DeliveryRef &
  Pick<Delivery, 'dueAt' | 'state' | 'attempts' | 'retryAt' | 'retrySince' | 'leaseUntil'>;

/** What there is to know of a delivery that never came. */
export type MissedDelivery = Pick<Delivery, 'localDate' | 'dueAt'>;

/** A slot as it is first written down: to be sent, or already too old for that. */
export interface NewDelivery extends DeliveryRef {
  dueAt: Date;
  channelId: string;
  state: 'open' | 'missed';
  reason?: string | undefined;
}

/** What a digest says, fixed before its first post so that every later try says the same. */
export interface FrozenDelivery {
  /** Absent when nothing was ever sent before. */
  windowFrom?: Date | undefined;
  windowTo: Date;
  parts: readonly DeliveryPart[];
  contentHash: string;
  memo?: unknown;
}

/** What a digest that was sent says from now on. */
export interface AmendedDelivery {
  /** Those without a `ts` are posted next. */
  parts: readonly DeliveryPart[];
  contentHash: string;
  memo: unknown;
}

/** What is written down of a delivery that is given back unfinished. */
export interface Later {
  /** Absent: at once. */
  retryAt?: Date | undefined;
  /** Absent: what is written there stays. */
  reason?: string | undefined;
  /** With a try that failed before it was counted. Absent: what is written there stays. */
  attempts?: number | undefined;
}

/** States in which something is still to be done. */
export const UNFINISHED_STATES = ['open', 'frozen', 'sending'] as const satisfies DeliveryState[];

/** States that end a delivery. */
export type FinalState = Exclude<DeliveryState, (typeof UNFINISHED_STATES)[number]>;

/**
 * The deliveries as they outlive a restart, shared by every bot on the same database.
 *
 * Whoever works on a delivery holds its lease under a name of its own. Every change names the holder
 * and does nothing (answers `false` or `undefined`) once somebody else has the lease. Every answer
 * given means that the change is on the disk.
 */
export interface DeliveryStore {
  /** Writes down the slots that are not there yet and answers how many were new. */
  create: (slots: readonly NewDelivery[]) => Promise<number>;
  get: (ref: DeliveryRef) => Promise<Delivery | undefined>;
  /**
   * Those in one of {@link UNFINISHED_STATES}, first due first. One whose parts are damaged is among
   * them: only taking it up fails, so that it keeps no other from its channel. Waits and leases that a
   * clock that was set back would make longer are moved back with it.
   */
  unfinished: () => Promise<readonly UnfinishedDelivery[]>;
  /** When the newest known slot due until a moment was due, by subscription id; without those asked for. */
  lastDue: (until: Date) => Promise<ReadonlyMap<string, Date>>;
  /**
   * The newest one whose message reached the channel; replies to it may still be under way. Where that
   * one is damaged, the one before.
   */
  lastSent: (subscriptionId: string) => Promise<Delivery | undefined>;
  /** The one that was due last, however it stands. @throws where it is damaged. */
  newest: (subscriptionId: string) => Promise<Delivery | undefined>;
  /**
   * Of each of these the newest one that was written and was due after a moment, sent or on its way;
   * none where that one is damaged.
   */
  newestWritten: (
    subscriptionIds: readonly string[],
    dueAfter: Date,
  ) => Promise<readonly Delivery[]>;
  /** Those that never came, or may not have, and were due after a moment, oldest first. */
  missedSince: (
    subscriptionId: string,
    after: Date | undefined,
  ) => Promise<readonly MissedDelivery[]>;

  /**
   * Takes the lease for 45 s if nobody holds it and the delivery is unfinished.
   *
   * @throws where it is damaged; from then on it is `doubtful`, so that this is told once.
   */
  claim: (ref: DeliveryRef, owner: string) => Promise<Delivery | undefined>;
  /** Holds the lease for another 45 s. */
  renew: (ref: DeliveryRef, owner: string) => Promise<boolean>;
  /** `open` → `frozen`; the attempts count from 0 again. */
  freeze: (ref: DeliveryRef, owner: string, frozen: FrozenDelivery) => Promise<boolean>;
  /**
   * → `sending`: from now on a post of this part may be under way. Renews the lease and counts the
   * attempt. Answers the moment that was written down, by the database's clock.
   */
  markSending: (ref: DeliveryRef, owner: string, part: number) => Promise<Date | undefined>;
  /** Replaces one part; nothing is under way any more. With a `ts` the attempts count from 0 again. */
  savePart: (
    ref: DeliveryRef,
    owner: string,
    part: number,
    content: DeliveryPart,
  ) => Promise<boolean>;
  /** Writes down what looking for a part came to; what is under way stays so. */
  saveLooks: (ref: DeliveryRef, owner: string, part: number, looks: Looks) => Promise<boolean>;
  /** Ends the delivery and its lease. */
  finish: (ref: DeliveryRef, owner: string, state: FinalState, reason?: string) => Promise<boolean>;
  /** Takes the lease for 45 s on one that is `sent`, to change what it says. */
  claimSent: (ref: DeliveryRef, owner: string) => Promise<Delivery | undefined>;
  /**
   * Writes down in one go what a `sent` one says now, and ends the lease. With parts to be posted it is
   * `frozen` once more, and delivered like any other.
   */
  amend: (ref: DeliveryRef, owner: string, amended: AmendedDelivery) => Promise<boolean>;
  /** Gives the lease back, to be taken up again at once or not before a moment. */
  release: (ref: DeliveryRef, owner: string, later?: Later) => Promise<boolean>;
}
