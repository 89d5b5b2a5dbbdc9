import type { Config } from '../config.ts';
import { type FindFollowedDeps, findFollowed } from '../digest/follow-up/find-followed.ts';
import { type RoundDeps, runRound } from '../digest/follow-up/round.ts';
import { createFollowUpTimer, type FollowUpTimer } from '../digest/follow-up/timer.ts';
import type { Delay } from '../domain/clock.ts';
import type { HourlyBudget } from '../domain/hourly-budget.ts';
import type { Log, Tracing } from '../domain/log.ts';
import { buildBlindDigest, buildBreakReply } from '../slack/messages/digest-follow-up.ts';
import type { Storage } from '../storage/open-storage.ts';
import { createDigestWriting, type DigestWritingParts } from './digest-writing.ts';

/** What digests are followed up with. */
export interface FollowUpParts
  extends DigestWritingParts,
    Pick<RoundDeps, 'owner' | 'installation' | 'pace' | 'update' | 'stopSubscription'> {
  storage: Storage;
  /** What is left of the hour's requests to Northflank. */
  budget: () => HourlyBudget;
  delay: Delay;
  log: Log;
  tracing: Tracing;
}

/** Key under which the store keeps when the account is to be looked at again. */
const NEXT_FOLLOW_UP = 'next-follow-up';

/** Connects the survey, Slack's edits and the store to a timer, which is not started yet. */
export function wireFollowUps(config: Config, parts: FollowUpParts): FollowUpTimer {
  const { storage, surveyor, log, owner, installation, pace, update } = parts;
  const { scheduleTimeZone: scheduleZone } = config;
  const { judge, build } = createDigestWriting(config, parts);
  const deps: FindFollowedDeps & RoundDeps = {
    owner,
    installation,
    pace,
    store: storage.deliveries,
    subscriptions: storage.subscriptions.list,
    survey: ({ since, signal }) => surveyor.survey({ since, signal, priority: 'background' }),
    judge,
    snoozes: storage.snoozes,
    texts: {
      digest: async (content) => (await build(content)).main,
      reply: (breaks, postedAt, { language }) =>
        buildBreakReply(breaks, { postedAt, scheduleZone, language }),
      blind: buildBlindDigest,
    },
    update,
    stopSubscription: parts.stopSubscription,
    now: storage.now,
    log,
  };
  return createFollowUpTimer({
    followed: () => findFollowed(deps),
    round: (followed, signal) => runRound(deps, followed, signal),
    takeTurn: (forMs) => storage.settings.takeTurn(NEXT_FOLLOW_UP, forMs),
    setNext: (at) => storage.settings.put(NEXT_FOLLOW_UP, at.getTime()),
    budget: parts.budget,
    now: storage.now,
    delay: parts.delay,
    log,
    tracing: parts.tracing,
  });
}
