import { randomUUID } from 'node:crypto';
import type { Config } from '../config.ts';
import { createDeliver } from '../digest/delivery/deliver.ts';
import { createPacer } from '../digest/delivery/pacer.ts';
import { createRenderDigest } from '../digest/delivery/render-digest.ts';
import { createDigestTimer, type DigestTimer } from '../digest/digest-timer.ts';
import type { FollowUpTimer } from '../digest/follow-up/timer.ts';
import { writeDownDue } from '../digest/slots/write-down-due.ts';
import { createStopSubscription } from '../digest/stop-subscription.ts';
import { createTellRefused } from '../digest/tell-owner.ts';
import type { AuditEntry } from '../domain/audit.ts';
import type { Delay } from '../domain/clock.ts';
import type { Delivery } from '../domain/digests/delivery.ts';
import type { Subscription } from '../domain/digests/subscription.ts';
import type { HourlyBudget } from '../domain/hourly-budget.ts';
import type { Log, Tracing } from '../domain/log.ts';
import { serverNow } from '../domain/server-time.ts';
import { installationId } from '../installation.ts';
import { createChannelPosts } from '../slack/channel-posts.ts';
import type { SlackClients } from '../slack/connection/clients.ts';
import type { Identity } from '../slack/door/gate.ts';
import { digestRefusedText, digestStoppedText } from '../slack/messages/digest-stopped.ts';
import { dueLine } from '../slack/messages/digest-text.ts';
import type { People } from '../slack/people.ts';
import type { Storage } from '../storage/open-storage.ts';
import { createDigestWriting, type DigestWritingParts } from './digest-writing.ts';
import { wireFollowUps } from './follow-ups.ts';
import { usersOf } from './users-of.ts';

/** Slack takes about one message a second from an app. */
const POST_INTERVAL_MS = 1_000;

/** What digests are made of and sent with. */
export interface DigestParts extends DigestWritingParts {
  clients: SlackClients;
  identity: Identity;
  people: People;
  storage: Storage;
  delay: Delay;
  log: Log;
  tracing: Tracing;
}

/** Digests as the rest of the bot sees them. */
export interface Digests {
  timer: DigestTimer;
  /** Keeps what was sent true. */
  followUps: FollowUpTimer;
  /** Posts a digest now to each channel that wants one; says what came of each. */
  sendNow: (subscriptions: readonly Subscription[]) => Promise<readonly Delivery[]>;
}

/**
 * Connects the survey, the composer, Slack and the store to timers, which are not started yet.
 *
 * @param budget what is left of the hour's requests to Northflank.
 */
export async function wireDigests(
  config: Config,
  parts: DigestParts,
  budget: () => HourlyBudget,
): Promise<Digests> {
  const { clients, identity, storage, now, delay, log, tracing } = parts;
  const posts = createChannelPosts(clients.delivery, identity.botUserId);
  const telling = { admins: () => usersOf(config.roles.admins, parts), log };
  const sending = {
    owner: randomUUID(),
    installation: await installationId(storage.settings),
    pace: createPacer(delay, POST_INTERVAL_MS),
    stopSubscription: createStopSubscription({
      ...telling,
      subscriptions: storage.subscriptions,
      tell: (userId, subscription, reason) =>
        posts.tell(userId, digestStoppedText(subscription, reason)),
      now: storage.now,
    }),
  };
  const deliver = createDeliver({
    ...sending,
    store: storage.deliveries,
    now: storage.now,
    slackNow: () => {
      const heard = clients.serverTime();
      return heard && serverNow(heard, now());
    },
    subscription: storage.subscriptions.get,
    render: createRenderDigest(createDigestWriting(config, parts)),
    post: posts.post,
    look: posts.look,
    remove: posts.remove,
    tellRefused: createTellRefused({
      ...telling,
      subscription: storage.subscriptions.get,
      tell: (userId, subscription, reason) =>
        posts.tell(userId, digestRefusedText(subscription, reason)),
    }),
    dueLine,
    delay,
    audit: (entry: AuditEntry) => storage.audit.append(entry, now()),
    log,
    policy: config.digestInDoubt,
  });
  const timer = createDigestTimer({
    store: storage.deliveries,
    subscriptions: storage.subscriptions.list,
    deliver,
    now: storage.now,
    elapsed: () => performance.now(),
    delay,
    log,
    tracing,
  });
  const { update } = posts;
  const followUps = wireFollowUps(config, { ...parts, ...sending, update, budget });
  return { timer, followUps, sendNow: timer.runNow };
}

/** Makes the subscription that the environment asks for; what its last wish had due by now still comes. */
export async function ensureFirstDigest(
  { digest }: Config,
  { storage, log }: Pick<DigestParts, 'storage' | 'log'>,
): Promise<void> {
  if (digest === undefined) return;
  const { deliveries: store, subscriptions } = storage;
  const now = await storage.now();
  await writeDownDue({ store, subscriptions: subscriptions.list, log }, now);
  await subscriptions.ensureFromEnvironment(digest, now);
}
