import { onTestFinished } from 'vitest';
import { type FindFollowedDeps, findFollowed } from '../../src/digest/follow-up/find-followed.ts';
import type { FollowUpTexts } from '../../src/digest/follow-up/follow-up.ts';
import { type RoundDeps, runRound } from '../../src/digest/follow-up/round.ts';
import { createMemo, type DigestMemo, parseMemo } from '../../src/digest/memo.ts';
import { formatAddonRef } from '../../src/domain/addons/addon.ts';
import type { DigestContent } from '../../src/domain/digests/digest.ts';
import type { RenderedDigest } from '../../src/domain/digests/request.ts';
import type { Subscription } from '../../src/domain/digests/subscription.ts';
import type { Survey } from '../../src/domain/survey.ts';
import type { JudgedAddon } from '../../src/domain/verdicts/urgency.ts';
import { openStorage, type Storage } from '../../src/storage/open-storage.ts';
import { composed } from '../fakes/composed.ts';
import { judged, surveyOf } from '../fakes/judged.ts';
import { SILENT } from '../fakes/log.ts';
import { type Delivering, DUE, deliverOne } from './delivering.ts';
import { createFakeTime, type FakeTime } from './fake-time.ts';

/** What the digests of these tests say at first: one failed, one well. */
export const POSTED: JudgedAddon[] = [judged('p/orders', 'failed'), judged('p/billing')];

/** What is true later: the one was fixed, the other broke. */
export const TURNED: JudgedAddon[] = [judged('p/orders'), judged('p/billing', 'failed')];

/** What the message says of {@link POSTED}, and once edited of {@link TURNED}. */
export const SAID = 'act, p/orders failed';
export const TURNED_SAID = 'act, p/billing failed, p/orders fixed';

/** What digests are found and followed up with. */
export type FollowUps = FindFollowedDeps & RoundDeps;

/** The account as a round finds it. */
export interface Found {
  addons: JudgedAddon[];
  survey?: Partial<Survey>;
}

/** One channel with a digest that was sent, and everything to follow it up with. */
export interface Following extends Delivering {
  followUps: FollowUps;
  /** Makes a round six minutes later, in which the account stands so. */
  round: (found: Found, deps?: Partial<FollowUps>) => Promise<number | undefined>;
  memo: () => Promise<DigestMemo | undefined>;
  /** The message, then what stands in its thread. */
  seen: () => string[];
  /** Changes the subscription. */
  change: (fields: Partial<Subscription>) => Promise<void>;
  surveyed: { since: Date }[];
  logged: { event: string; reason: unknown }[];
}

/** Says as much of a digest as a test wants to know. */
export function sentenceOf({ summary, recovered, tone, snoozed }: DigestContent): string {
  const asleep = new Set(snoozed.map(({ snooze }) => snooze.address));
  const words = Object.entries(summary.words).map(([address, word]) =>
    asleep.has(address) ? `${address} snoozed` : `${address} ${word}`,
  );
  const fixed = recovered.map(({ addon }) => `${formatAddonRef(addon)} fixed`);
  return [tone, ...words.toSorted(), ...fixed].join(', ');
}

const TEXTS: FollowUpTexts = {
  digest: (content) =>
    Promise.resolve({ text: sentenceOf(content), blocks: [{ type: 'section' }] }),
  reply: (breaks, _, { language }) => ({
    text: `broke${language === undefined ? '' : ` (${language})`}: ${breaks.map(({ addon }) => formatAddonRef(addon)).join(', ')}`,
    blocks: [],
  }),
  blind: ({ text, blocks }, { reason }) => ({ text: `${reason}; before: ${text}`, blocks }),
};

/** Sends a digest on a store of its own. */
export async function startFollowing(posted: JudgedAddon[] = POSTED): Promise<Following> {
  const time = createFakeTime(DUE);
  const storage = await openStorage('sqlite::memory:', { now: time.now, log: SILENT });
  onTestFinished(() => storage.close());
  return followOne(storage, time, 's1', posted);
}

/** Sends a digest in a channel of its own on a store that may hold others. */
export async function followOne(
  storage: Storage,
  time: FakeTime,
  id: string,
  posted: JudgedAddon[] = POSTED,
): Promise<Following> {
  const content = composed(posted);
  const rendered: RenderedDigest = {
    kind: 'parts',
    parts: [
      { text: sentenceOf(content), blocks: [{ type: 'section' }] },
      { text: 'details', blocks: [] },
    ],
    memo: createMemo(content, { patterns: [], types: [] }, undefined),
  };
  const delivering = await deliverOne(storage, time, id, {}, rendered);
  await delivering.finish();
  const surveyed: { since: Date }[] = [];
  const logged: Following['logged'] = [];
  const { channel, deps, delivery } = delivering;
  const followUps: FollowUps = {
    store: storage.deliveries,
    subscriptions: async () => {
      const wish = await storage.subscriptions.get(id);
      return wish === undefined ? [] : [wish];
    },
    survey: () => Promise.reject(new Error('nothing to be found')),
    judge: () => [],
    texts: TEXTS,
    update: channel.update,
    stopSubscription: deps.stopSubscription,
    snoozes: storage.snoozes,
    pace: () => Promise.resolve(),
    now: deps.now,
    log: { ...SILENT, warn: (event, fields) => logged.push({ event, reason: fields?.['reason'] }) },
    owner: 'first',
    installation: 'test',
  };

  return {
    ...delivering,
    // Nothing comes of delivering what is sent already.
    finish: async (deliver) =>
      (await delivery())?.state === 'sent' ? 'finished' : delivering.finish(deliver),
    followUps,
    surveyed,
    logged,
    round: async ({ addons, survey }, overrides = {}) => {
      time.pass(6 * 60_000);
      const found: FollowUps = {
        ...followUps,
        survey: ({ since }) => {
          surveyed.push({ since });
          return Promise.resolve(surveyOf(addons, survey));
        },
        judge: () => addons,
        ...overrides,
      };
      const followed = await findFollowed(found);
      if (followed.length === 0) return undefined;
      return time.until(runRound(found, followed, new AbortController().signal));
    },
    change: async (fields) => {
      const wish = await storage.subscriptions.get(id);
      const saved = wish && (await storage.subscriptions.save({ ...wish, ...fields }));
      if (saved === undefined) throw new Error('the subscription was not changed');
    },
    memo: async () => parseMemo((await delivery())?.memo),
    seen: () => channel.messages.map(({ text }) => text),
  };
}
