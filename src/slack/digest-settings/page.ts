import { assessCoverage, type Coverage } from '../../domain/addons/coverage.ts';
import type { Directory } from '../../domain/addons/directory.ts';
import type { Snooze, SnoozeStore } from '../../domain/digests/snooze.ts';
import type { Subscription } from '../../domain/digests/subscription.ts';
import { errorFields, type Log } from '../../domain/log.ts';
import { isTimeZone } from '../../domain/schedules/zone-search.ts';
import type { Access } from '../access.ts';
import type { Usergroup } from '../people.ts';

/** What the settings of one channel's digest are shown from. */
export interface DigestPage {
  channelId: string;
  /** Whether this person may change anything. */
  mayChange: boolean;
  /** Absent where nobody has set one up. */
  stored: Subscription | undefined;
  /** What the fields show: what is stored, what suits this person, or what they filled in. */
  draft: Subscription;
  /** Absent when it could not be read. */
  directory: Directory | undefined;
  /** To name the one that is mentioned; empty when none is, or when Slack did not tell. */
  groups: readonly Usergroup[];
  /** When the stored one comes next; absent when it does not. */
  nextAt: Date | undefined;
  /** What is snoozed, oldest first. */
  snoozes: readonly Snooze[];
  now: Date;
}

/** What a page is read with. */
export interface DigestPageDeps {
  access: Pick<Access, 'mayOpen'>;
  subscriptions: { ofChannel: (channelId: string) => Promise<Subscription | undefined> };
  /** The directory at once, also when a little old. */
  directory: () => Promise<Directory>;
  /** The zone of a person's profile. */
  timeZoneOf: (userId: string) => Promise<string | undefined>;
  usergroups: () => Promise<readonly Usergroup[]>;
  /** The first digest after a moment. */
  nextDue: (subscription: Subscription, after: Date) => Date | undefined;
  snoozes: Pick<SnoozeStore, 'ofSubscription'>;
  now: () => Date;
  log: Log;
}

/** For whom and where settings are shown. */
export interface DigestPlace {
  channelId: string;
  userId: string;
  /** What this person has filled in and not saved. */
  filled?: Partial<Subscription> | undefined;
}

/** Reads what the settings are shown from, all at once; only a store that is away is an error. */
export async function readDigestPage(
  deps: DigestPageDeps,
  { channelId, userId, filled }: DigestPlace,
): Promise<DigestPage> {
  const now = deps.now();
  const orNothing = async <T>(reading: Promise<T>): Promise<T | undefined> => {
    try {
      return await reading;
    } catch (error) {
      deps.log.warn('digest_page_gap', errorFields(error));
      return undefined;
    }
  };
  const [decision, stored, directory, zone] = await Promise.all([
    deps.access.mayOpen(userId, 'changeDigest'),
    deps.subscriptions.ofChannel(channelId),
    orNothing(deps.directory()),
    orNothing(deps.timeZoneOf(userId)),
  ]);
  const draft = { ...(stored ?? firstDigest(channelId, zone, now)), ...filled };
  const snoozes = stored === undefined ? [] : await deps.snoozes.ofSubscription(stored.id);
  const isGroup = draft.mention?.kind === 'usergroup';
  return {
    channelId,
    mayChange: decision.granted,
    stored,
    draft,
    directory,
    groups: (isGroup ? await orNothing(deps.usergroups()) : undefined) ?? [],
    nextAt: stored && nextDigest(deps, stored, now),
    snoozes: snoozes.filter(({ until }) => until > now),
    now,
  };
}

/** What a channel without a digest is offered: everything, each morning of this person. */
export function firstDigest(channelId: string, zone: string | undefined, now: Date): Subscription {
  return {
    id: `channel-${channelId}`,
    channelId,
    scope: { patterns: [], types: [] },
    days: [0, 1, 2, 3, 4, 5, 6],
    time: '09:00',
    timeZone: zone !== undefined && isTimeZone(zone) ? zone : 'UTC',
    detail: 'problems',
    allClear: 'daily',
    enabled: true,
    createdAt: now,
    updatedAt: now,
  };
}

/** When a digest comes next; absent while it is off or stopped. */
export function nextDigest(
  { nextDue }: Pick<DigestPageDeps, 'nextDue'>,
  subscription: Subscription,
  now: Date,
): Date | undefined {
  const { enabled, stoppedReason, pausedUntil } = subscription;
  if (!enabled || stoppedReason !== undefined) return undefined;
  // The moment at which a pause ends is no longer part of it.
  const pausedTo = (pausedUntil?.getTime() ?? 0) - 1;
  return nextDue(subscription, new Date(Math.max(now.getTime(), pausedTo)));
}

/** What a digest covers; absent when nobody can tell. */
export function coverageOf(
  { directory }: Pick<DigestPage, 'directory'>,
  { scope }: Pick<Subscription, 'scope'>,
): Coverage | undefined {
  return directory && assessCoverage(directory, scope);
}
