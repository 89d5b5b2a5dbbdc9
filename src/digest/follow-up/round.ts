import type { Delivery } from '../../domain/digests/delivery.ts';
import { MAX_LATE_MS } from '../../domain/digests/delivery.ts';
import type { DeliveryStore } from '../../domain/digests/delivery-store.ts';
import type { SnoozeStore } from '../../domain/digests/snooze.ts';
import type { Subscription } from '../../domain/digests/subscription.ts';
import type { Language } from '../../domain/language.ts';
import type { ReadFailure } from '../../domain/listing.ts';
import { errorFields } from '../../domain/log.ts';
import type { Survey } from '../../domain/survey.ts';
import type { JudgedAddon } from '../../domain/verdicts/urgency.ts';
import { type Judge, windowStart } from '../delivery/render-digest.ts';
import { parseMemo } from '../memo.ts';
import { type Followed, type FollowUpDeps, followUp } from './follow-up.ts';

/** A digest is followed up until the next one is sent, and no longer than this. */
const FOLLOWED_MS = 24 * 3_600_000;

/** What a round is made with. */
export interface RoundDeps extends FollowUpDeps {
  store: FollowUpDeps['store'] & Pick<DeliveryStore, 'newestWritten'>;
  snoozes: Pick<SnoozeStore, 'list' | 'end'>;
  subscriptions: () => Promise<readonly Subscription[]>;
  /** Reads the account at the lowest priority. */
  survey: (request: { since: Date; signal: AbortSignal }) => Promise<Survey>;
  judge: Judge;
}

/** The digests whose messages are to stay true: the last one of each channel that still wants them. */
export async function findFollowed(deps: RoundDeps): Promise<Followed[]> {
  const now = await deps.now();
  const subscriptions = (await deps.subscriptions()).filter((each) => isWanted(each, now));
  const newest = await deps.store.newestWritten(
    subscriptions.map(({ id }) => id),
    new Date(now.getTime() - FOLLOWED_MS - MAX_LATE_MS),
  );
  const deliveries = new Map(newest.map((delivery) => [delivery.subscriptionId, delivery]));
  const snoozes = Map.groupBy(await deps.snoozes.list(), ({ subscriptionId }) => subscriptionId);
  return subscriptions.flatMap((subscription) => {
    const delivery = deliveries.get(subscription.id);
    const isHere = delivery?.channelId === subscription.channelId;
    if (!isHere || !isFollowed(delivery, now)) return [];
    return [{ delivery, subscription, snoozes: snoozes.get(subscription.id) ?? [] }];
  });
}

function isFollowed({ state, memo, windowTo }: Delivery, now: Date): boolean {
  const age = now.getTime() - (windowTo?.getTime() ?? 0);
  const remembered = parseMemo(memo);
  const isOpen = remembered !== undefined && remembered.ended === undefined;
  return state === 'sent' && isOpen && age < FOLLOWED_MS;
}

function isWanted({ enabled, stoppedReason, pausedUntil }: Subscription, now: Date): boolean {
  const isPaused = pausedUntil !== undefined && pausedUntil > now;
  return enabled && stoppedReason === undefined && !isPaused;
}

/**
 * Reads the account once and brings every digest up to date.
 *
 * What our own limits kept from being read says nothing about any backup: then all stay as they are.
 *
 * @returns requests that the survey cost.
 * @throws {Error} when the account cannot be surveyed or the round is given up.
 */
export async function runRound(
  deps: RoundDeps,
  followed: readonly Followed[],
  signal: AbortSignal,
): Promise<number> {
  const starts = followed.map(({ delivery: { windowFrom, windowTo, dueAt } }) =>
    windowStart(windowFrom, windowTo ?? dueAt).getTime(),
  );
  const survey = await deps.survey({ since: new Date(Math.min(...starts)), signal });
  if (failuresOf(survey).some(({ kind }) => kind === 'rate-limited' || kind === 'cancelled')) {
    deps.log.info('digest_follow_up_short_of_budget', { requests: survey.requests });
    return survey.requests;
  }
  const judgedIn = judgeOncePerLanguage(deps.judge, survey, await deps.now());
  for (const each of followed) {
    if (signal.aborted) break;
    const { subscriptionId: subscription, localDate: date } = each.delivery;
    const judged = judgedIn(each.subscription.language);
    await followUp(deps, each, { survey, judged }).catch((error: unknown) => {
      deps.log.error('digest_follow_up_failed', { subscription, date, ...errorFields(error) });
    });
  }
  return survey.requests;
}

/** Channels with the same language share one judgement, which differs between languages in its dates alone. */
function judgeOncePerLanguage(judge: Judge, survey: Survey, now: Date) {
  const known = new Map<Language | undefined, readonly JudgedAddon[]>();
  return (language: Language | undefined): readonly JudgedAddon[] => {
    const judged = known.get(language) ?? judge(survey, now, language);
    known.set(language, judged);
    return judged;
  };
}

function failuresOf({
  failure,
  unreadProjects,
  addons,
  destinations,
  destinationsFailure,
}: Survey): ReadFailure[] {
  const failures = [
    failure,
    destinationsFailure,
    ...unreadProjects.map((unread) => unread.failure),
    ...addons.flatMap((reading) =>
      reading.kind === 'read'
        ? [reading.backups.failure, reading.schedules.failure]
        : [reading.failure],
    ),
    ...destinations.map((reading) => {
      if (reading.kind === 'idUnknown') return undefined;
      return reading.kind === 'read' ? reading.backups.failure : reading.failure;
    }),
  ];
  return failures.filter((each) => each !== undefined);
}
