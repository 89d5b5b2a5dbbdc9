import type { Config } from '../config.ts';
import { readDigest } from '../digest/delivery/render-digest.ts';
import { nextDue } from '../digest/slots/due.ts';
import { createSaveWish } from '../digest/slots/save-wish.ts';
import type { AuditEntry } from '../domain/audit.ts';
import type { Subscription } from '../domain/digests/subscription.ts';
import { parseDigestSummary } from '../domain/digests/summary.ts';
import type { Access } from '../slack/access.ts';
import { createViewUpdater } from '../slack/acts/view-updater.ts';
import type { SlackMessage } from '../slack/block-kit/message.ts';
import { createPostNote } from '../slack/channel-note.ts';
import { createDigestSettings, type DigestSettings } from '../slack/digest-settings/settings.ts';
import type { DirectoryReader } from '../survey/directory.ts';
import { createDigestWriting } from './digest-writing.ts';
import type { DigestParts, Digests } from './digests.ts';

/** Longest reading of the account for a preview. */
const PREVIEW_MS = 5 * 60_000;

/** What the settings of digests are made of. */
export interface DigestSettingsParts extends Omit<DigestParts, 'delay'> {
  access: Access;
  directory: DirectoryReader;
  sendNow: Digests['sendNow'];
}

/** Connects the settings of digests to the store, the account and Slack. */
export function wireDigestSettings(config: Config, parts: DigestSettingsParts): DigestSettings {
  const { clients, identity, storage, people, now } = parts;
  return createDigestSettings({
    access: parts.access,
    subscriptions: {
      ofChannel: storage.subscriptions.ofChannel,
      save: createSaveWish({
        store: storage.deliveries,
        subscriptions: storage.subscriptions.list,
        save: storage.subscriptions.save,
        now: storage.now,
        log: parts.log,
      }),
    },
    directory: () => parts.directory.readAtOnce(),
    timeZoneOf: async (userId) => (await people.person(userId)).timeZone,
    nameOf: async (userId) => (await people.person(userId)).name,
    usergroups: people.usergroups,
    snoozes: storage.snoozes,
    lastSaid: async (subscriptionId) =>
      parseDigestSummary((await storage.deliveries.lastSent(subscriptionId))?.memo)?.words,
    nextDue: (subscription, after) => nextDue(subscription, after)?.at,
    composePreview: (subscription) => composePreview(config, parts, subscription),
    sendNow: async (subscription) => {
      const [delivery] = await parts.sendNow([subscription]);
      if (delivery === undefined) throw new Error('the delivery is not in the store');
      return delivery;
    },
    postNote: createPostNote(clients.interactive),
    botUserId: identity.botUserId,
    updateView: createViewUpdater(clients.interactive),
    audit: (entry: AuditEntry) => storage.audit.append(entry, now()),
    now,
    log: parts.log,
  });
}

/** Today's digest as the delivery would write it, for one person who waits for it. */
async function composePreview(
  config: Config,
  parts: DigestSettingsParts,
  subscription: Subscription,
): Promise<SlackMessage> {
  const { surveyor, storage, now } = parts;
  const { build, ...deps } = createDigestWriting(config, parts);
  const at = now();
  const previous = await storage.deliveries.lastSent(subscription.id);
  const content = await readDigest(
    {
      ...deps,
      survey: ({ since, signal }) => surveyor.survey({ since, signal, priority: 'person' }),
    },
    {
      subscription,
      windowFrom: previous?.windowTo,
      windowTo: at,
      dueAt: at,
      missed: await storage.deliveries.missedSince(subscription.id, previous?.dueAt),
      previous,
    },
    AbortSignal.timeout(PREVIEW_MS),
  );
  return (await build(content)).main;
}
