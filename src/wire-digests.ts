import { randomUUID } from 'node:crypto';
import type { Config } from './config.ts';
import { createDeliver } from './digest/deliver.ts';
import { createDigestTimer, type DigestTimer } from './digest/digest-timer.ts';
import { findFollowed, type RoundDeps, runRound } from './digest/follow-up-round.ts';
import { createFollowUpTimer, type FollowUpTimer } from './digest/follow-up-timer.ts';
import { createPacer, type Delay } from './digest/pacer.ts';
import { createRenderDigest, type RenderDeps } from './digest/render-digest.ts';
import type { HourlyBudget } from './digest/round-pace.ts';
import type { AuditEntry } from './domain/audit.ts';
import type { Clock } from './domain/clock.ts';
import type { Delivery } from './domain/delivery.ts';
import type { DigestContent } from './domain/digest.ts';
import { judgeSurvey } from './domain/judge-survey.ts';
import { errorFields, type Log, type Tracing } from './domain/log.ts';
import type { Subscription } from './domain/subscription.ts';
import { installationId } from './installation.ts';
import { type ChannelPosts, createChannelPosts } from './slack/channel-posts.ts';
import type { SlackClients } from './slack/clients.ts';
import type { Identity } from './slack/gate.ts';
import { buildDigestMessages, type DigestMessages } from './slack/messages/digest.ts';
import { buildBlindDigest, buildBreakReply } from './slack/messages/digest-follow-up.ts';
import { code, escapeMrkdwn } from './slack/mrkdwn.ts';
import type { Storage } from './storage/open-storage.ts';
import type { Surveyor } from './survey/surveyor.ts';

/** Slack takes about one message a second from an app. */
const POST_INTERVAL_MS = 1_000;

/** What digests are made of and sent with. */
export interface DigestParts {
  surveyor: Surveyor;
  destinationNames: () => Promise<ReadonlyMap<string, string>>;
  clients: SlackClients;
  identity: Identity;
  storage: Storage;
  now: Clock;
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
  const sending = {
    owner: randomUUID(),
    installation: await installationId(storage.settings),
    pace: createPacer(delay, POST_INTERVAL_MS),
  };
  const deliver = createDeliver({
    ...sending,
    store: storage.deliveries,
    now: storage.now,
    subscription: storage.subscriptions.get,
    render: createRenderDigest(renderDeps(config, parts)),
    post: posts.post,
    look: posts.look,
    remove: posts.remove,
    stopSubscription: (id, reason) => stopSubscription(config, parts, id, reason),
    delay,
    audit: (entry: AuditEntry) => storage.audit.append(entry, now()),
    log,
    policy: 'repeat',
  });
  const timer = createDigestTimer({
    store: storage.deliveries,
    subscriptions: storage.subscriptions.list,
    deliver,
    now: storage.now,
    delay,
    log,
    tracing,
  });
  const followUps = wireFollowUps(config, { ...parts, budget }, posts, sending);
  return { timer, followUps, sendNow: timer.runNow };
}

/** Key under which the store keeps when the account is to be looked at again. */
const NEXT_FOLLOW_UP = 'next-follow-up';

function wireFollowUps(
  config: Config,
  parts: DigestParts & { budget: () => HourlyBudget },
  { update }: ChannelPosts,
  sending: Pick<RoundDeps, 'owner' | 'installation' | 'pace'>,
): FollowUpTimer {
  const { storage, surveyor, budget, delay, now, log, tracing } = parts;
  const { scheduleTimeZone: scheduleZone } = config;
  const { judge, build } = renderDeps(config, parts);
  const deps: RoundDeps = {
    ...sending,
    store: storage.deliveries,
    subscriptions: storage.subscriptions.list,
    survey: ({ since, signal }) => surveyor.survey({ since, signal, priority: 'background' }),
    judge,
    snoozes: storage.snoozes,
    texts: {
      digest: async (content) => (await build(content, now())).main,
      reply: (breaks, postedAt) => buildBreakReply(breaks, { postedAt, scheduleZone }),
      blind: buildBlindDigest,
    },
    update,
    now: storage.now,
    log,
  };
  return createFollowUpTimer({
    followed: () => findFollowed(deps),
    round: (followed, signal) => runRound(deps, followed, signal),
    takeTurn: (forMs) => storage.settings.takeTurn(NEXT_FOLLOW_UP, forMs),
    setNext: (at) => storage.settings.put(NEXT_FOLLOW_UP, at.getTime()),
    budget,
    now: storage.now,
    delay,
    log,
    tracing,
  });
}

/** What a digest is written with, down to Slack's own form. */
export interface DigestWriting extends RenderDeps {
  build: (content: DigestContent, now: Date) => Promise<DigestMessages>;
}

/** What a digest is written with, whether it is delivered or only shown to one person. */
export function renderDeps(
  config: Config,
  {
    surveyor,
    destinationNames,
    storage: { snoozes },
    now,
  }: Pick<DigestParts, 'surveyor' | 'destinationNames' | 'storage' | 'now'>,
): DigestWriting {
  const { scheduleTimeZone: scheduleZone } = config;
  return {
    survey: ({ since, signal }) => surveyor.survey({ since, signal, priority: 'digest' }),
    judge: (survey, at) => judgeSurvey(survey, at, { zone: scheduleZone }),
    snoozes,
    build: async (content, at) => {
      const names = await destinationNames();
      const nameOf = (id: string): string => names.get(id) ?? id;
      return buildDigestMessages(content, { now: at, scheduleZone, nameOf });
    },
    now,
  };
}

/** Stops posting to a channel that takes nothing, and tells the owner once. */
async function stopSubscription(
  { roles }: Config,
  { storage, clients, now, log }: DigestParts,
  id: string,
  reason: string,
): Promise<void> {
  if (!(await storage.subscriptions.stop(id, reason, now()))) return;
  const subscription = await storage.subscriptions.get(id);
  const owner = subscription?.ownerId ?? roles.admins.find((admin) => /^[UW]/.test(admin));
  log.warn('digest_stopped', { subscription: id, channel: subscription?.channelId, reason });
  if (subscription === undefined || owner === undefined) return;
  const text =
    `I stopped posting the backup digest to <#${subscription.channelId}>: ${escapeMrkdwn(reason)}. ` +
    `Nothing else is changed. Once that is mended, type ${code('/backups digest on')} there.`;
  try {
    await clients.interactive.chat.postMessage({ channel: owner, text, unfurl_links: false });
  } catch (error) {
    log.warn('digest_owner_not_told', { subscription: id, ...errorFields(error) });
  }
}
