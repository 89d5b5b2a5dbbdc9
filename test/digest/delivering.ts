import { expect, onTestFinished } from 'vitest';
import { createDeliver, type Deliver } from '../../src/digest/delivery/deliver.ts';
import type { DeliverDeps, Progress } from '../../src/digest/delivery/run.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { Delivery } from '../../src/domain/digests/delivery.ts';
import type { DeliveryRef } from '../../src/domain/digests/delivery-store.ts';
import type { DigestRequest, RenderedDigest } from '../../src/domain/digests/request.ts';
import type { Subscription } from '../../src/domain/digests/subscription.ts';
import { openStorage, type Storage } from '../../src/storage/open-storage.ts';
import { SILENT } from '../fakes/log.ts';
import { createFakeChannel, type FakeChannel } from './fake-channel.ts';
import { createFakeTime, type FakeTime } from './fake-time.ts';

/** When every digest of these tests is due. */
export const DUE = new Date('2026-11-21T08:00:00Z');

/** What a digest of these tests says: a message and two replies. */
export const TEXTS = ['2 failed', 'orders-db failed', 'billing-db failed'] as const;

const RENDERED: RenderedDigest = {
  kind: 'parts',
  parts: [
    { text: TEXTS[0], blocks: [{ type: 'divider' }] },
    { text: TEXTS[1], blocks: [] },
    { text: TEXTS[2], blocks: [] },
  ],
  memo: { failed: 2 },
};

/** A subscription that wants a digest every day at 09:00 in Berlin. */
export function subscription(id: string, overrides: Partial<Subscription> = {}): Subscription {
  const createdAt = new Date('2026-11-01T00:00:00Z');
  return {
    id,
    channelId: `C-${id}`,
    scope: { patterns: [], types: [] },
    days: [0, 1, 2, 3, 4, 5, 6],
    time: '09:00',
    timeZone: 'Europe/Berlin',
    detail: 'problems',
    allClear: 'daily',
    enabled: true,
    createdAt,
    updatedAt: createdAt,
    ...overrides,
  };
}

/** One channel with one digest that is due, and everything to deliver it with. */
export interface Delivering {
  time: FakeTime;
  storage: Storage;
  channel: FakeChannel;
  ref: DeliveryRef;
  wish: Subscription;
  requests: DigestRequest[];
  audited: AuditEntry[];
  stopped: string[];
  /** Why Slack refused what was said, as one person was told. */
  told: string[];
  deps: DeliverDeps;
  deliver: Deliver;
  delivery: () => Promise<Delivery | undefined>;
  /** Brings it to where it is written and nothing is posted. */
  write: () => Promise<void>;
  /** Delivers until nothing is left to do, waiting where that is asked for. */
  finish: (deliver?: Deliver) => Promise<Progress>;
}

/** @param shared a store that several tests fill with subscriptions of their own. */
export async function startDelivering(
  overrides: Partial<DeliverDeps> = {},
  rendered: RenderedDigest = RENDERED,
): Promise<Delivering> {
  const time = createFakeTime(DUE);
  const storage = await openStorage('sqlite::memory:', { now: time.now, log: SILENT });
  onTestFinished(() => storage.close());
  return deliverOne(storage, time, 's1', overrides, rendered);
}

/** Makes one digest due on a store that may hold others. */
export async function deliverOne(
  storage: Storage,
  time: FakeTime,
  id: string,
  overrides: Partial<DeliverDeps> = {},
  rendered: RenderedDigest = RENDERED,
): Promise<Delivering> {
  const channel = createFakeChannel(time);
  const wish = subscription(id);
  const ref = { subscriptionId: id, localDate: time.now().toISOString().slice(0, 10) };
  await storage.subscriptions.save(wish);
  await storage.deliveries.create([
    { ...ref, dueAt: time.now(), channelId: wish.channelId, state: 'open' },
  ]);
  const requests: DigestRequest[] = [];
  const audited: AuditEntry[] = [];
  const stopped: string[] = [];
  const told: string[] = [];
  const deps: DeliverDeps = {
    store: storage.deliveries,
    now: storage.now,
    slackNow: () => undefined,
    subscription: (each) => storage.subscriptions.get(each),
    render: (request) => {
      requests.push(request);
      return Promise.resolve(rendered);
    },
    post: channel.post,
    look: channel.look,
    remove: channel.remove,
    stopSubscription: (_id, reason) => {
      stopped.push(reason);
      return Promise.resolve(true);
    },
    tellRefused: (_id, reason) => {
      told.push(reason);
      return Promise.resolve(true);
    },
    pace: () => Promise.resolve(),
    dueLine: (dueAt) => `Due ${dueAt.toISOString()}`,
    delay: time.delay,
    audit: (entry) => {
      audited.push(entry);
      return Promise.resolve();
    },
    log: SILENT,
    owner: 'first',
    installation: 'test',
    policy: 'repeat',
    ...overrides,
  };
  const deliver = createDeliver(deps);
  const delivery = () => storage.deliveries.get(ref);
  return {
    time,
    storage,
    channel,
    ref,
    wish,
    requests,
    audited,
    stopped,
    told,
    deps,
    deliver,
    delivery,
    write: async () => {
      expect(await time.until(deliver(ref, new AbortController().signal))).toBe('more');
      expect(await delivery()).toMatchObject({ state: 'frozen' });
    },
    finish: (other = deliver) => finish(other, ref, delivery, time),
  };
}

async function finish(
  deliver: Deliver,
  ref: DeliveryRef,
  delivery: () => Promise<Delivery | undefined>,
  time: FakeTime,
): Promise<Progress> {
  let progress: Progress = 'later';
  for (let turns = 0; turns < 60 && progress !== 'finished'; turns += 1) {
    progress = await time.until(deliver(ref, new AbortController().signal));
    const { retryAt, leaseUntil } = (await delivery()) ?? {};
    const next = Math.max(retryAt?.getTime() ?? 0, leaseUntil?.getTime() ?? 0);
    time.pass(Math.max(0, next - time.now().getTime()));
  }
  return progress;
}
